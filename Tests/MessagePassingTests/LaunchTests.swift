import MessagePassing
import Testing

@Suite struct LaunchTests {
    private func launch(_ environment: [String: String]) -> Launch? { Launch { environment[$0] } }

    @Test func aProcessOnItsOwnHasNoRanks() {
        #expect(launch([:]) == nil)
        #expect(launch(["OMPI_COMM_WORLD_RANK": "0", "OMPI_COMM_WORLD_SIZE": "1"]) == nil)
        // The script of a batch job, before it starts anything.
        #expect(launch(["SLURM_PROCID": "0", "SLURM_NTASKS": "4"]) == nil)
    }

    @Test func ranksAreKnownByWhatStartedThem() throws {
        let open = try #require(launch(["OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "4"]))
        #expect(open.launcher == .openMPI && open.rank == 1 && open.count == 4)
        let mpich = try #require(launch(["PMI_RANK": "2", "PMI_SIZE": "3"]))
        #expect(mpich.launcher == .mpich && mpich.rank == 2 && mpich.count == 3)
        #expect(!mpich.isFirst && mpich.refusal.description.hasPrefix("started as 3 ranks, "))
    }

    @Test func slurmSaysWhichByHowItJoinsThem() throws {
        let step = ["SLURM_PROCID": "1", "SLURM_STEP_NUM_TASKS": "2"]
        func launcher(_ more: [String: String]) throws -> Launcher? {
            try #require(launch(step.merging(more) { $1 })).launcher
        }
        #expect(try launcher([:]) == nil)
        #expect(try launcher(["PMIX_RANK": "1"]) == .openMPI)
        #expect(try launcher(["PMI_FD": "7"]) == .mpich)
        #expect(try launcher(["VAEUTILS_MPI": "mpich"]) == .mpich)
    }

    @Test func usersMayWantEachOnItsOwn() {
        #expect(launch(["PMI_RANK": "2", "PMI_SIZE": "3", "VAEUTILS_MPI": "none"]) == nil)
    }
}
