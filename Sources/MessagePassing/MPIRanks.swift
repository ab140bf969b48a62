import CMessagePassing
import Glibc
import Threads

/// Why the ranks that a command was started as cannot work together.
public struct RankError: Error, Equatable, CustomStringConvertible {
    public let description: String
}

/// The ranks that an MPI has started (MPI Forum 2021, MPI 4.0), through a library that is loaded for that MPI alone.
public final class MPIRanks: RankGroup, @unchecked Sendable {
    private let table: MessagePassing

    /// The ranks of this process; nil where it is on its own, which costs no more than a look at the environment.
    ///
    /// - Throws: `RankError` where there are several that cannot be brought together.
    public static func start() throws -> MPIRanks? {
        try Launch.own.map { try MPIRanks($0) }
    }

    private init(_ launch: Launch) throws {
        guard let launcher = launch.launcher else {
            throw RankError(
                description: "rank \(launch.rank) of \(launch.count), but no MPI joins them: srun wants --mpi=pmi2 or "
                    + "--mpi=pmix; \(Launch.override)=none lets each be on its own")
        }
        guard let library = dlopen(launcher.library, RTLD_NOW | RTLD_GLOBAL) else {
            let lack = dlerror().map { String(cString: $0) } ?? "\(launcher.library) is missing"
            throw RankError(
                description: "rank \(launch.rank) of \(launch.count) of \(launcher.title), but \(lack): where "
                    + "\(launcher.package) is installed, make builds what speaks to it; \(Launch.override)=none lets each "
                    + "be on its own")
        }
        guard let start = dlsym(library, MESSAGE_PASSING_START) else {
            throw RankError(
                description: "rank \(launch.rank) of \(launch.count) of \(launcher.title), but \(launcher.library) is "
                    + "not of this build: make builds what goes with it; \(Launch.override)=none lets each be on its own"
            )
        }
        var table = MessagePassing()
        let code = unsafeBitCast(start, to: (@convention(c) (UnsafeMutablePointer<MessagePassing>) -> Int32).self)(
            &table)
        guard code == 0, Int(table.count) == launch.count else {
            throw RankError(
                description: "rank \(launch.rank) of \(launch.count) of \(launcher.title): MPI begins with "
                    + "\(table.count) ranks (\(code)): \(Launch.override) says which MPI it is, openmpi or mpich")
        }
        self.table = table
    }

    public var rank: Int { Int(table.rank) }
    public var count: Int { Int(table.count) }

    public func gather(_ own: UnsafeRawBufferPointer, into all: UnsafeMutableRawBufferPointer, counts: [Int]) {
        table.gather(own.baseAddress, all.baseAddress, counts)
    }

    public func beginGather(
        _ own: UnsafeRawBufferPointer, into all: UnsafeMutableRawBufferPointer, counts: [Int]
    ) -> any ExchangeUnderWay {
        Exchange(table: table, handle: table.beginGather(own.baseAddress, all.baseAddress, counts))
    }

    public func exchange(
        _ out: UnsafeRawBufferPointer, counts: [Int], into arrived: UnsafeMutableRawBufferPointer, arriving: [Int]
    ) {
        table.exchange(out.baseAddress, counts, arrived.baseAddress, arriving)
    }

    public func beginExchange(
        _ out: UnsafeRawBufferPointer, counts: [Int], into arrived: UnsafeMutableRawBufferPointer, arriving: [Int]
    ) -> any ExchangeUnderWay {
        Exchange(table: table, handle: table.begin(out.baseAddress, counts, arrived.baseAddress, arriving))
    }

    private struct Exchange: ExchangeUnderWay {
        let table: MessagePassing
        let handle: UnsafeMutableRawPointer?

        func push() { table.push() }
        func finish() { table.complete(handle) }
    }

    /// Waits for all ranks, which then go on alone; a rank that ends without ends them all.
    public func finish() { table.finish() }
}
