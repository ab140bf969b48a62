import Testing

import Charts

@Suite struct LinearTicksTests {
    private func labels(_ low: Double, _ high: Double, count: Int = 6, whole: Bool = false) -> [String] {
        LinearTicks(from: low, to: high, count: count, whole: whole).ticks(from: low, to: high)
            .compactMap { $0.label?.plainText }
    }

    @Test func areRound() {
        #expect(labels(0, 10) == ["0", "2", "4", "6", "8", "10"])
        #expect(labels(0, 1) == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
        #expect(labels(-3.1, 3.2, count: 7) == ["-3", "-2", "-1", "0", "1", "2", "3"])
        #expect(labels(0, 60_000) == ["0", "10000", "20000", "30000", "40000", "50000", "60000"])
    }

    @Test func longNumbersShareAPowerOfTen() {
        #expect(labels(0, 5e8) == ["0", "1e8", "2e8", "3e8", "4e8", "5e8"])
        #expect(labels(0, 2e-6, count: 5) == ["0", "0.5e-6", "1.0e-6", "1.5e-6", "2.0e-6"])
    }

    @Test func wholeNumbersGetWholeTicks() {
        for high in 2...40 {
            #expect(labels(0, Double(high), count: 10, whole: true).allSatisfy { Int($0) != nil })
        }
    }

    @Test func everyRangeGetsSome() {
        var low = -7.3
        for exponent in -12...12 {
            for factor in [1.0, 1.7, 3.3, 9.1] {
                var width = factor
                for _ in 0..<abs(exponent) { width *= exponent < 0 ? 0.1 : 10 }
                low = -low
                let ticks = LinearTicks(from: low, to: low + width, count: 6).ticks(from: low, to: low + width)
                #expect((2...14).contains(ticks.count), "\(low) \(width) \(ticks.count)")
                #expect(ticks.allSatisfy { $0.value >= low - width * 1e-2 && $0.value <= low + width * (1 + 1e-2) })
            }
        }
    }

    @Test func labelsDiffer() {
        let many = labels(100, 100.001)
        #expect(Set(many).count == many.count && many.count > 1)
    }
}
