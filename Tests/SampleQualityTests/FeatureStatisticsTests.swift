import SampleQuality
import TensorStreams
import Testing

@Suite struct FeatureStatisticsTests {
    /// Numbers about `offset`, the same in every run.
    private static func vectors(_ count: Int, width: Int, offset: Float = 0) -> [Float] {
        var random = RandomSource(seed: 8)
        return (0..<count * width).map { (index: Int) -> Float in offset + Float(index % width) * random.uniform() }
    }

    /// The means and the covariance in two passes.
    private static func naive(_ vectors: [Float], width: Int) -> (mean: [Double], covariance: [[Double]]) {
        let rows: [[Double]] = stride(from: 0, to: vectors.count, by: width).map { first in
            vectors[first..<first + width].map { Double($0) }
        }
        var mean = [Double](repeating: 0, count: width)
        for row in rows {
            for column in 0..<width { mean[column] += row[column] / Double(rows.count) }
        }
        var covariance = [[Double]](repeating: mean.map { _ in 0 }, count: width)
        for row in rows {
            for a in 0..<width {
                for b in 0..<width {
                    covariance[a][b] += (row[a] - mean[a]) * (row[b] - mean[b]) / Double(rows.count - 1)
                }
            }
        }
        return (mean, covariance)
    }

    @Test(arguments: [1, 2, 5, 33], [Float(0), 1000]) func blocksAreJoined(width: Int, offset: Float) {
        let vectors = Self.vectors(100, width: width, offset: offset)
        let expected = Self.naive(vectors, width: width)
        for sizes in [[100], [1, 99], [3, 0, 64, 33], [Int](repeating: 1, count: 100)] {
            var statistics = FeatureStatistics(width: width)
            var first = 0
            for size in sizes {
                statistics.add(Array(vectors[first * width..<(first + size) * width]))
                first += size
            }
            #expect(statistics.count == 100)
            let covariance = statistics.covariance
            for a in 0..<width {
                #expect(abs(statistics.mean[a] - expected.mean[a]) < 1e-12 * max(1, Double(offset)))
                for b in a..<width {
                    #expect(abs(covariance[a * width + b] - expected.covariance[a][b]) < 1e-9)
                }
            }
        }
    }

    @Test func vectorsThatAreAllAlikeHaveNoCovariance() {
        var statistics = FeatureStatistics(width: 3)
        for _ in 0..<7 { statistics.add([0.1, 0.2, 0.3]) }
        #expect(statistics.covariance.allSatisfy { abs($0) < 1e-16 })
    }
}
