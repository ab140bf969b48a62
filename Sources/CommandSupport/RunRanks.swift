import Glibc
import MessagePassing
import TensorStreams
import Threads

/// The ranks that a run is shared by, or the one process that it has: what they tell each other beside the work itself.
///
/// The first alone reads standard input, writes and speaks. What goes wrong on any rank before the work begins ends all, with
/// one line.
public final class RunRanks {
    public let group: any RankGroup
    private let ranks: MPIRanks?
    /// Whether all have come to the same, and are at work.
    private var haveAgreed = false

    /// Threads that each rank has where it is not told: ranks with the same processors of one machine share them out.
    public let threads: Int

    /// Of this process. Throws `RankError`.
    init() throws {
        ranks = try MPIRanks.start()
        group = ranks ?? LoneRank()
        threads = Processors.usable(by: ranks.map { Self.neighbours(in: $0) } ?? 1)
    }

    /// Ranks that have the processors of this one, itself among them.
    private static func neighbours(in ranks: MPIRanks) -> Int {
        let own = Array("\(RankFailure.host) \(Processors.names)".utf8)
        return ranks.gather(own).count { $0 == own }
    }

    public var isFirst: Bool { group.isFirst }

    /// What goes before the bytes that a rank tells.
    private enum Word: UInt8 {
        case fine, failed
    }

    /// What all ranks tell, where none has failed.
    ///
    /// - Throws: `SharedFailure` of the first that has, with this rank's own error where it is that one.
    func share(_ own: Result<[UInt8], any Error>) throws -> [[UInt8]] {
        let bytes =
            switch own {
            case .success(let bytes): [Word.fine.rawValue] + bytes
            case .failure(let error): [Word.failed.rawValue] + RankFailure.telling(error).utf8
            }
        let all = group.gather(bytes)
        guard let rank = all.firstIndex(where: { $0.first == Word.failed.rawValue }) else {
            return all.map { Array($0.dropFirst()) }
        }
        if rank == group.rank, case .failure(let error) = own { throw SharedFailure(error) }
        throw SharedFailure(RankFailure(rank: rank, told: String(decoding: all[rank].dropFirst(), as: UTF8.self)))
    }

    /// Does what all ranks do together. Where one fails to get ready for it, all end.
    func together(_ work: () throws -> Void) throws {
        do {
            let done = Result(catching: work)
            if case .failure(let failure as SharedFailure) = done { throw failure }
            if !haveAgreed { _ = try share(done.map { [] }) }
            try done.get()
        } catch let failure as SharedFailure {
            ranks?.finish()
            if !isFirst { Process.endQuietly() }
            throw failure.error
        } catch {
            throw isFirst ? error : RankFailure(rank: group.rank, told: RankFailure.telling(error))
        }
        ranks?.finish()
    }

    /// Sees to it, before the work begins, that all ranks have come to the same.
    ///
    /// - Parameter identity: what they must have alike, by name.
    public func agree(on identity: @autoclosure () throws -> [(String, String)]) throws {
        try requireAlike(try identity())
        haveAgreed = true
    }

    /// Sees to it that all ranks have something alike before the work begins.
    ///
    /// - Throws: `SharedFailure` where a rank has something else, or failed to have any.
    public func requireAlike(_ identity: @autoclosure () throws -> [(String, String)]) throws {
        guard group.count > 1 else { return }
        let own = Result { Array(Self.text(try identity()).utf8) }
        let told = try share(own).map {
            String(decoding: $0, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        }
        for (rank, lines) in told.enumerated() {
            guard let (line, first) = zip(lines, told[0]).first(where: { $0 != $1 }) else { continue }
            let (own, others) = (Self.entry(line), Self.entry(first))
            throw SharedFailure(
                Failure("rank \(rank) has another \(own.name) than rank 0: \(own.value), and not \(others.value)"))
        }
    }

    private static func text(_ entries: [(String, String)]) -> String {
        entries.map { "\($0.0)\t\($0.1)" }.joined(separator: "\n")
    }

    private static func entry(_ line: Substring) -> (name: Substring, value: Substring) {
        let parts = line.split(separator: "\t", maxSplits: 1)
        return (parts.first ?? "", parts.last ?? "")
    }

    /// Ends all ranks as the signal would have that one of them was sent, when the first has saved.
    public func die(of signal: Int32) -> Never {
        ranks?.finish()
        Interruption.die(of: signal)
    }
}
