import Glibc

/// The kinds of MPI that a command may have been started by, known by the environment that each gives to its ranks.
package enum Launcher: String, CaseIterable {
    case openMPI = "openmpi"
    case mpich

    /// As people call it.
    var title: String {
        switch self {
        case .openMPI: "Open MPI"
        case .mpich: "MPICH"
        }
    }

    /// The library that speaks to it, beside the commands' own.
    var library: String { "libvaeutils-\(rawValue).so" }

    /// The package of Debian's that a build needs for it.
    var package: String {
        switch self {
        case .openMPI: "libopenmpi-dev"
        case .mpich: "libmpich-dev"
        }
    }
}

/// How this process was started: alone, or as one of several ranks.
package struct Launch: Equatable {
    /// nil where something started several ranks that MPI knows nothing of.
    package let launcher: Launcher?
    package let rank: Int
    package let count: Int

    /// Of this process.
    package static var own: Launch? { Launch { getenv($0).map { String(cString: $0) } } }

    package var isFirst: Bool { rank == 0 }

    /// Why a command whose ranks would each do all of the work does none.
    package var refusal: RankError {
        RankError(
            description: "started as \(count) ranks, each of which would do the same: start it once, or with "
                + "\(Self.override)=none, which lets each be on its own")
    }

    /// The name of the environment's entry by which users say which MPI it is, or that every process is on its own.
    static let override = "VAEUTILS_MPI"

    /// nil for a process on its own.
    package init?(environment: (String) -> String?) {
        func number(_ name: String) -> Int? { environment(name).flatMap { Int($0) } }
        let given = environment(Self.override)
        if given == "none" { return nil }
        let ranks: [(Launcher?, rank: Int?, count: Int?)] = [
            (.openMPI, number("OMPI_COMM_WORLD_RANK"), number("OMPI_COMM_WORLD_SIZE")),
            (.mpich, number("PMI_RANK"), number("PMI_SIZE")),
            (
                environment("PMIX_RANK") != nil ? .openMPI : environment("PMI_FD") != nil ? .mpich : nil,
                number("SLURM_PROCID"), number("SLURM_STEP_NUM_TASKS")
            ),
        ]
        for case (let launcher, let rank?, let count?) in ranks where count > 1 {
            self.launcher = given.flatMap { Launcher(rawValue: $0) } ?? launcher
            (self.rank, self.count) = (rank, count)
            return
        }
        return nil
    }
}
