import CommandSupport
import Testing

@Suite struct NearestNamesTests {
    private let presets = ["conv-beta", "mlp-binary", "conv-keras", "conv-face", "mlp-adamw"]

    @Test func typingMistakes() {
        #expect(nearestNames(to: "conv-kears", among: presets).first == "conv-keras")
        #expect(nearestNames(to: "MLP-adam", among: presets).first == "mlp-adamw")
        #expect(nearestNames(to: "mlp", among: presets) == ["mlp-adamw", "mlp-binary"])
    }

    @Test func nothingNear() {
        #expect(nearestNames(to: "transformer", among: presets).isEmpty)
        #expect(nearestNames(to: "", among: presets).isEmpty)
        #expect(nearestNames(to: "x", among: []).isEmpty)
    }
}
