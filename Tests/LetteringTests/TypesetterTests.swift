import Drawing
import Testing

import Lettering

@Suite struct TypesetterTests {
    private let typesetter = Typesetter()

    @Test func stencilIsALineHighAndAsWideAsItsText() throws {
        let stencil = try typesetter.stencil("latent 32", size: 13)
        #expect(stencil.height == Int(typesetter.lineHeight(size: 13).rounded(.up)))
        #expect(stencil.width == Int(typesetter.width(of: "latent 32", size: 13).rounded(.up)))
        #expect((13...20).contains(stencil.height))
        #expect(stencil.opacity.max() ?? 0 > 200 && stencil.opacity.min() == 0)
    }

    @Test func sizesScaleWithoutSteps() {
        let width = typesetter.width(of: "reconstruction", size: 10)
        #expect(abs(typesetter.width(of: "reconstruction", size: 25) - 2.5 * width) < 0.01 * width)
        #expect(abs(typesetter.lineHeight(size: 25) - 2.5 * typesetter.lineHeight(size: 10)) < 0.1)
    }

    /// Ink that begins before the start of its text, as that of a j does, is not cut off.
    @Test(arguments: ["jij", "very long label", "AV"]) func theInkOfATextIsWholeWithinItsStencil(text: String) throws {
        let (alone, amid) = (try typesetter.stencil(text, size: 40), try typesetter.stencil("| \(text) |", size: 40))
        let bars = try typesetter.stencil("|  |", size: 40)
        let ink = { (stencil: Stencil) in stencil.opacity.reduce(0) { $0 + Int($1) } }
        #expect(abs(ink(alone) - (ink(amid) - ink(bars))) < ink(alone) / 200)
    }

    @Test func textBeyondASCIIIsDrawn() throws {
        let greek = try typesetter.stencil("β = 4", size: 20)
        let latin = try typesetter.stencil("x = 4", size: 20)
        #expect(greek.opacity.contains { $0 > 200 })
        #expect(greek != latin)
        #expect(greek.height == latin.height)
    }

    @Test func theSmallestTextHasAPixel() throws {
        let stencil = try typesetter.stencil("x", size: 0.65)
        #expect(stencil.height == 1 && stencil.width == 1)
    }

    @Test func textThatNoPictureHoldsIsRefused() {
        let text = String(repeating: "m", count: 10_000)
        #expect(throws: LetteringError.self) { try typesetter.stencil(text, size: 13) }
    }
}
