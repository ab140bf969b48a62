import Embedding
import Glibc
import Testing
import Threads

@Suite struct AffinitiesTests {
    @Test(arguments: [1.5, 5.0, 30.0]) func calibrationReachesThePerplexity(perplexity: Double) {
        for scale in [Float(1e-12), 1, 1e12] {
            let distances = (0..<90).map { scale * (3 + Float($0) * Float($0)) }
            var probabilities = [Double](repeating: 0, count: 90)
            distances.withUnsafeBufferPointer { distances in
                probabilities.withUnsafeMutableBufferPointer {
                    Perplexity.calibrate(distances, perplexity: perplexity, into: $0)
                }
            }
            let entropy = probabilities.reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 }
            #expect(abs(exp(entropy) - perplexity) < 1e-4 * perplexity)
            #expect(abs(probabilities.reduce(0, +) - 1) < 1e-12)
        }
    }

    @Test func equallyFarNeighboursAreEquallyProbable() {
        var probabilities = [Double](repeating: 0, count: 9)
        [Float](repeating: 0, count: 9).withUnsafeBufferPointer { distances in
            probabilities.withUnsafeMutableBufferPointer { Perplexity.calibrate(distances, perplexity: 3, into: $0) }
        }
        #expect(probabilities.allSatisfy { abs($0 - 1.0 / 9) < 1e-12 })
    }

    @Test func pairsAreSymmetricAndSumToOne() {
        let team = ThreadTeam(threads: 2)
        let nearest = NearestNeighbours(of: clouds(200), neighbours: 15, team: team)
        let affinities = Affinities(nearest, perplexity: 5, team: team)
        var pairs: [SIMD2<Int32>: Float] = [:]
        for row in 0..<200 {
            for place in affinities.starts[row]..<affinities.starts[row + 1] where affinities.probabilities[place] > 0 {
                #expect(
                    pairs.updateValue(affinities.probabilities[place], forKey: [Int32(row), affinities.columns[place]])
                        == nil)
            }
        }
        #expect(pairs.allSatisfy { pairs[[$0.key.y, $0.key.x]] == $0.value && $0.key.x != $0.key.y })
        #expect(abs(pairs.values.reduce(0) { $0 + Double($1) } - 1) < 1e-5)
    }
}
