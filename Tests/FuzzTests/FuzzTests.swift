import FuzzReaders
import TestSupport
import Testing

/// Every reader on sound input, on what once made it crash, and on two thousand changes of them, the same every time.
/// `make fuzz` looks for what these do not find.
@Suite struct FuzzTests {
    private static let runs = 2_000

    @Test(arguments: FuzzTarget.allCases) func seedsAreRead(target: FuzzTarget) {
        let seeds = target.seeds()
        #expect(!seeds.isEmpty, "\(target.folder) is empty")
        for seed in seeds { target.read(seed.bytes) }
    }

    @Test(arguments: FuzzTarget.allCases) func changedSeedsDoNoHarm(target: FuzzTarget) {
        let seeds = target.seeds().map(\.bytes)
        var mutation = Mutation(seed: 1)
        for _ in 0..<Self.runs { target.read(mutation.next(seeds)) }
        target.read([])
    }
}
