import TensorStreams
import Testing

@Suite struct RandomSourceTests {
    /// The first outputs of the reference implementation (prng.di.unimi.it) for the state 1, 2, 3, 4.
    @Test func agreesWithTheReference() {
        var random = RandomSource(state: SIMD4(1, 2, 3, 4))
        let expected: [UInt64] = [
            41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386, 9_228_616_714_210_784_205,
        ]
        #expect(expected == expected.map { _ in random.next() })
    }

    @Test func streamsAndSeedsDiffer() {
        var seen: Set<UInt64> = []
        for seed in 0..<20 as Range<UInt64> {
            for stream in 0..<20 as Range<UInt64> {
                var random = RandomSource(seed: seed, stream: stream)
                seen.insert(random.next())
            }
        }
        #expect(seen.count == 400)
    }

    @Test func permutationsHoldEveryNumberOnce() {
        for count in [0, 1, 2, 1000] {
            var random = RandomSource(seed: 1)
            #expect(random.permutation(count).sorted() == Array(0..<count))
        }
        var (first, second) = (RandomSource(seed: 1), RandomSource(seed: 1))
        #expect(first.permutation(100) == second.permutation(100))
        #expect(first.permutation(100) != second.permutation(100).reversed())
    }

    @Test func numbersBelowABoundAreEven() {
        var random = RandomSource(seed: 5)
        var counts = [Int](repeating: 0, count: 10)
        for _ in 0..<100_000 { counts[random.below(10)] += 1 }
        #expect(counts.allSatisfy { abs($0 - 10_000) < 500 })
    }

    @Test func uniformNumbersLieBetweenZeroAndOne() {
        var random = RandomSource(seed: 6)
        let numbers = (0..<10_000).map { _ in random.uniform() }
        #expect(numbers.allSatisfy { 0 <= $0 && $0 < 1 })
        #expect(abs(numbers.reduce(0, +) / 10_000 - 0.5) < 0.02)
    }

    @Test func lanesAreIndependent() {
        var lanes = RandomLanes(seed: 1)
        let draws = (0..<100).map { _ in lanes.next() }
        #expect(Set(draws.flatMap { draw in (0..<8).map { draw[$0] } }).count == 800)
    }
}
