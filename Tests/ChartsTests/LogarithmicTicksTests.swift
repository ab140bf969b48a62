import Testing

import Charts

@Suite struct LogarithmicTicksTests {
    private func labels(_ low: Double, _ high: Double) -> [String] {
        LogarithmicTicks.ticks(from: low, to: high, count: 8).compactMap { $0.label?.plainText }
    }

    @Test func powersOfTen() {
        #expect(labels(0.009, 120) == ["0.01", "0.1", "1", "10", "100"])
        #expect(labels(0.9e-6, 1.2e-3) == ["1e-6", "1e-5", "1e-4", "1e-3"])
    }

    @Test func everyOtherPowerOfMany() {
        #expect(labels(1e-12, 1.1e12).count <= 8)
    }

    @Test func twoAndFiveBetween() {
        #expect(labels(9, 600) == ["10", "20", "50", "100", "200", "500"])
    }

    @Test func narrowRangesAreLabelledToo() {
        #expect(labels(150, 500) == ["150", "200", "300", "400", "500"])
        #expect(labels(100, 104).count >= 3)
    }

    @Test func powersOfTwoThatOccur() {
        func labels(_ powers: [Double], count: Int) -> [String] {
            LogarithmicTicks.ticks(at: powers, count: count).map { $0.label?.plainText ?? "" }
        }
        #expect(labels([1, 2, 4, 8, 16, 32], count: 8) == ["1", "2", "4", "8", "16", "32"])
        #expect(labels([0.125, 1, 65536], count: 8) == ["0.125", "1", "65536"])
        #expect(labels([1, 2, 4, 8, 16, 32], count: 3) == ["1", "", "4", "", "16", ""])
    }
}
