import Testing

@testable import MessagePassing

@Suite struct LaunchTests {
    private func launch(_ environment: [String: String]) -> Launch? { Launch { environment[$0] } }

    @Test func aProcessOnItsOwnHasNoRanks() {
        #expect(launch([:]) == nil)
        #expect(launch(["OMPI_COMM_WORLD_RANK": "0", "OMPI_COMM_WORLD_SIZE": "1"]) == nil)
        // The script of a batch job, before it starts anything.
        #expect(launch(["SLURM_PROCID": "0", "SLURM_NTASKS": "4"]) == nil)
    }
}
