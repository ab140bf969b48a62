import Testing

import Charts

@Suite struct ValueKindTests {
    @Test func powersOfTwoAreThoseOfALogarithmicAxis() {
        #expect(ValueKind([[1, 2, 32], [4, 2]], isLogarithmic: true) == .powersOfTwo([1, 2, 4, 32]))
        #expect(ValueKind([[0.25, 0.5]], isLogarithmic: true) == .powersOfTwo([0.25, 0.5]))
        #expect(ValueKind([[1, 2, 32]], isLogarithmic: false) == .whole)
    }

    @Test func otherValuesAreNot() {
        #expect(ValueKind([[1, 2, 3]], isLogarithmic: true) == .whole)
        #expect(ValueKind([[8, 8]], isLogarithmic: true) == .whole)
        #expect(ValueKind([[1, 0x1p20]], isLogarithmic: true) == .whole)
        #expect(ValueKind([[-1, 0, 2]], isLogarithmic: true) == .whole)
        #expect(ValueKind([[1, 2.5]], isLogarithmic: true) == .any)
    }
}
