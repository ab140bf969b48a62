import Foundation
import TensorStreams
import Testing

@Suite struct NoiseSourceTests {
    private static let count = 400_000

    private static func draws(_ source: NoiseSource) -> [Double] { (0..<count).map { Double(source.normal($0)) } }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    /// The largest distance from the normal distribution function that chance gives once in a hundred million.
    @Test(arguments: [0, 1, 12_345, UInt64.max]) func isStandardNormal(seed: UInt64) {
        let draws = Self.draws(NoiseSource(seed: seed))
        let moments = (1...4).map { power in Self.mean(draws.map { pow($0, Double(power)) }) }
        // Standard errors of the first four moments: 1, √2, √15 and √96 over √n; five of them.
        let error = 5 / Double(Self.count).squareRoot()
        #expect(abs(moments[0]) < error)
        #expect(abs(moments[1] - 1) < error * 2.0.squareRoot())
        #expect(abs(moments[2]) < error * 15.0.squareRoot())
        #expect(abs(moments[3] - 3) < error * 96.0.squareRoot())
        let distance = draws.sorted().enumerated().map { index, value in
            abs(0.5 * erfc(-value / 2.0.squareRoot()) - Double(index) / Double(Self.count))
        }
        #expect(distance.max().map { $0 < 3.2 / Double(Self.count).squareRoot() } == true)
    }

    /// Neighbours, the pairs of one place, other seeds and derived sources have nothing to do with each other.
    @Test func placesAndSourcesAreIndependent() {
        let source = NoiseSource(seed: 3)
        let draws = Self.draws(source)
        let bound = 5 / Double(Self.count).squareRoot()
        for lag in [1, 2, 3, 7, 24, 128] {
            let correlation = zip(draws, draws.dropFirst(lag)).map { $0 * $1 }.reduce(0, +) / Double(Self.count - lag)
            #expect(abs(correlation) < bound, "lag \(lag)")
            let squares = zip(draws, draws.dropFirst(lag)).map { ($0 * $0 - 1) * ($1 * $1 - 1) }.reduce(0, +)
            #expect(abs(squares / Double(Self.count - lag)) < 2 * bound, "squares at lag \(lag)")
        }
        for other in [NoiseSource(seed: 4), source.derived(0), source.derived(1), source.derived(1).derived(0)] {
            let correlation = zip(draws, Self.draws(other)).map { $0 * $1 }.reduce(0, +) / Double(Self.count)
            #expect(abs(correlation) < bound)
        }
    }

    @Test func derivedSourcesDiffer() {
        let source = NoiseSource(seed: 0)
        let firsts = (0..<10_000).map { source.derived(UInt64($0)).normals(at: 0).0 }
        #expect(Set(firsts).count > 9_980)
        #expect(abs(Self.mean(firsts.map(Double.init))) < 0.05)
    }

    @Test func everyPlaceIsFinite() {
        for place in [0, 1, UInt64.max, UInt64.max / 2, 1 << 63] {
            let pair = NoiseSource(seed: 9).normals(at: place)
            #expect(pair.0.isFinite && pair.1.isFinite)
        }
    }
}
