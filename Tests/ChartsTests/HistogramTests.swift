import Testing

import Charts

@Suite struct HistogramTests {
    @Test func countsEachValueOnce() {
        let histogram = Histogram(name: "x", values: [0, 0.5, 1, 1.5, 2, -1, 3], edges: [0, 1, 2])
        #expect(histogram.counts == [2, 3])
    }

    @Test func widthFollowsFreedmanAndDiaconis() {
        // Uniform on 0 … 1: IQR 1/2, so 1000 values get ⌈1000^(1/3)⌉ bins.
        let values = (0..<1000).map { (Double($0) + 0.5) / 1000 }
        #expect(Histogram.edges(for: values).count == 11)
    }

    @Test func allValuesAreCounted() {
        let values = (1...500).map { 1 / Double($0) }
        for isLogarithmic in [false, true] {
            for bins in [nil, 7] {
                let edges = Histogram.edges(for: values, bins: bins, isLogarithmic: isLogarithmic)
                #expect(zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 })
                #expect(Histogram(name: "x", values: values, edges: edges).counts.reduce(0, +) == 500)
            }
        }
    }

    @Test func wholeNumbersStandInTheMiddle() {
        #expect(Histogram.edges(for: [0, 1, 2, 3, 9]) == (0...10).map { Double($0) - 0.5 })
    }

    @Test func equalValuesHaveOneBin() {
        #expect(Histogram.edges(for: [4, 4, 4]) == [3.5, 4.5])
        #expect(Histogram.edges(for: []).count == 2)
    }

    @Test func outliersDoNotMakeMillionsOfBins() {
        let values = (0..<1000).map { Double($0) / 1000 } + [1e12]
        #expect(Histogram.edges(for: values).count <= 201)
    }
}
