import Disentanglement
import Testing

@Suite struct FactorTests {
    @Test func aContinuousFactorHasClassesOfEqualWidth() {
        let factor = Factor(name: "f", values: [0, 0.1, 5, 9, 10], bins: 2)
        #expect(factor.classes == [0, 0, 1, 1, 1])
        #expect(factor.varies)
    }

    @Test func oneClassDoesNotVary() {
        #expect(!Factor(name: "f", classes: [1, 1], classCount: 3).varies)
        #expect(!Factor(name: "f", values: [2, 2], bins: 4).varies)
    }
}
