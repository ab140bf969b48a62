import TestSupport
import Testing
import Threads

@Suite struct ProcessorsTests {
    @Test func quotasAreRoundedDown() {
        #expect(Processors.usable(affinity: 8, quota: nil) == 8)
        #expect(Processors.usable(affinity: 8, quota: 2.9) == 2)
        #expect(Processors.usable(affinity: 8, quota: 0.5) == 1)
        #expect(Processors.usable(affinity: 8, quota: 1e300) == 8)
        #expect(Processors.usable(affinity: 1, quota: 64) == 1)
        #expect(Processors.usable(affinity: 0, quota: nil) == 1)
    }

    /// `nproc` counts the affinity mask, which no quota exceeds.
    @Test func noMoreThanTheMaskNames() throws {
        let count = Int(try Shell.run("env -u OMP_NUM_THREADS nproc", in: TemporaryFolder()).text.dropLast())
        #expect((1...(try #require(count))).contains(Processors.usable))
    }

    @Test func processesOfTheSameProcessorsShareThem() {
        #expect(Processors.usable(by: 1) == Processors.usable)
        #expect(Processors.usable(by: 2) == max(1, Processors.usable / 2))
        #expect(Processors.usable(by: 1 << 20) == 1)
        #expect(!Processors.names.isEmpty)
    }
}
