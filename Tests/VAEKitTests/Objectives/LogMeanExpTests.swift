import Foundation
import Testing
import VAEKit

@Suite struct LogMeanExpTests {
    private static func value(_ numbers: [Double]) -> Double {
        var mean = LogMeanExp()
        for number in numbers { mean.add(number) }
        return mean.value
    }

    @Test(arguments: [[0], [1, 2, 3], [3, 2, 1], [-1.5, 0.25, -1.5]]) func isTheLogarithmOfTheMean(_ numbers: [Double])
    {
        let expected = log(numbers.map { exp($0) }.reduce(0, +) / Double(numbers.count))
        #expect(abs(Self.value(numbers) - expected) < 1e-14)
    }

    /// Far beyond what the exponential of a number can be.
    @Test(arguments: [-1e5, 1e5]) func keepsItsDigitsFarOut(shift: Double) {
        #expect(abs(Self.value([shift, shift + 1, shift + 2]) - shift - Self.value([0, 1, 2])) < 1e-10)
        #expect(abs(Self.value([shift - 1e4, shift]) - shift + log(2)) < 1e-10)
    }

    @Test func impossibleDrawsCount() {
        #expect(abs(Self.value([-.infinity, 0, -.infinity, 0]) + log(2)) < 1e-14)
        #expect(Self.value([-.infinity]) == -.infinity)
        #expect(Self.value([0, .nan, 1]).isNaN)
    }
}
