import CommandSupport
import Glibc
import MessagePassing
import ModelSupport
import TensorStreams
import Threads
import VAEKit

/// The ranks that a run is shared by, or the one process that it has: what they tell each other beside the training itself.
///
/// The first alone reads standard input, writes and speaks. What goes wrong on any rank before the run begins ends all, with
/// one line.
public final class RunRanks {
    let group: any RankGroup
    private let ranks: MPIRanks?

    /// Threads that each rank has where it is not told: ranks with the same processors of one machine share them out.
    let threads: Int

    /// Of this process. Throws `RankError`.
    public init() throws {
        ranks = try MPIRanks.start()
        group = ranks ?? LoneRank()
        threads = Processors.usable(by: ranks.map { Self.neighbours(in: $0) } ?? 1)
    }

    /// Ranks that have the processors of this one, itself among them.
    private static func neighbours(in ranks: MPIRanks) -> Int {
        let own = Array("\(host) \(Processors.names)".utf8)
        return ranks.gather(own).count { $0 == own }
    }

    var isFirst: Bool { group.isFirst }

    /// What goes before the bytes that a rank tells.
    private enum Word: UInt8 {
        case fine, failed
    }

    /// Something that failed on a rank before training, and that all ranks know of.
    private struct SharedFailure: Error {
        let error: any Error
    }

    /// What all ranks tell, where none has failed.
    ///
    /// - Throws: `SharedFailure` of the first that has, with this rank's own error where it is that one.
    private func share(_ own: Result<[UInt8], any Error>) throws -> [[UInt8]] {
        let bytes =
            switch own {
            case .success(let bytes): [Word.fine.rawValue] + bytes
            case .failure(let error): [Word.failed.rawValue] + Array("on \(Self.host): \(error)".utf8)
            }
        let all = group.gather(bytes)
        guard let rank = all.firstIndex(where: { $0.first == Word.failed.rawValue }) else {
            return all.map { Array($0.dropFirst()) }
        }
        if rank == group.rank, case .failure(let error) = own { throw SharedFailure(error: error) }
        let text = String(decoding: all[rank].dropFirst(), as: UTF8.self)
        throw SharedFailure(error: Failure("rank \(rank) \(text)"))
    }

    /// Gets ready on every rank, sees to it that all have come to the same, and trains; where one fails to, all end.
    public func together(_ prepare: () throws -> ReadyRun) throws {
        guard group.count > 1 else { return try prepare().train() }
        do {
            let ready = Result(catching: prepare)
            if case .failure(let failure as SharedFailure) = ready { throw failure }
            try requireAlike(try share(ready.map { Array(Self.text(Self.build + $0.identity()).utf8) }))
            try ready.get().train()
        } catch let failure as SharedFailure {
            ranks?.finish()
            if !isFirst { Process.endQuietly() }
            throw failure.error
        } catch let error as TrainingError {
            // All ranks meet it in the same step.
            ranks?.finish()
            if !isFirst { Process.endQuietly() }
            throw error
        } catch {
            throw isFirst ? error : Failure("rank \(group.rank) on \(Self.host): \(error)")
        }
        ranks?.finish()
    }

    private static func text(_ entries: [(String, String)]) -> String {
        entries.map { "\($0.0)\t\($0.1)" }.joined(separator: "\n")
    }

    /// The build must be the same everywhere, for the sums to be.
    private static var build: [(String, String)] {
        [("build", "\(vaeutilsVersion) for \(KernelBuild.processor)")]
    }

    private func requireAlike(_ all: [[UInt8]]) throws {
        let told = all.map {
            String(decoding: $0, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        }
        for (rank, lines) in told.enumerated() {
            guard let (line, first) = zip(lines, told[0]).first(where: { $0 != $1 }) else { continue }
            let (own, others) = (Self.entry(line), Self.entry(first))
            throw SharedFailure(
                error: Failure(
                    "rank \(rank) has another \(own.name) than rank 0: \(own.value), and not \(others.value)"))
        }
    }

    private static func entry(_ line: Substring) -> (name: Substring, value: Substring) {
        let parts = line.split(separator: "\t", maxSplits: 1)
        return (parts.first ?? "", parts.last ?? "")
    }

    /// Ends all ranks as the signal would have that one of them was sent, when the first has saved.
    func die(of signal: Int32) -> Never {
        ranks?.finish()
        Interruption.die(of: signal)
    }

    /// The signal that asks a run to end, whichever rank it was sent.
    func signal(_ run: TrainingRun) -> Int32? {
        group.count == 1
            ? Interruption.signal : run.trainer.messages.max().flatMap { $0 > 0 ? Int32($0) : nil }
    }

    /// Standard input, or a file: of standard input the first rank reads what all are handed.
    func open(_ path: String) throws -> ByteReader {
        guard path == "-", group.count > 1 else {
            let bytes = try ByteReader.open(path)
            bytes.endsWaiting = { Interruption.signal != nil }
            return bytes
        }
        let own = isFirst ? ByteReader.standardInput() : nil
        own?.endsWaiting = { Interruption.signal != nil }
        return ByteReader(name: "standard input") { [self] target in
            let bytes = try share(Result { try own?.some(atMost: target.count) ?? [] })[0]
            target.copyBytes(from: bytes)
            return bytes.count
        }
    }

    /// Reads all images of a source, of which each rank keeps its own: all ranks have read them when one goes on, and as many.
    func images(_ source: inout ImageSource, labels: Labels?) throws -> DealtImages {
        if group.count == 1 { return try DealtImages(&source, labels: labels, ranks: group) }
        var beginning: UInt32?
        let read = Result {
            try source.requireImage()
            beginning = source.nextChecksum
            return try DealtImages(&source, labels: labels, ranks: group)
        }
        if case .failure(let failure as SharedFailure) = read { throw failure }
        let told = read.map {
            "set of images in \(source.name)\t\($0.count) × \($0.format), the first of CRC-32 \(beginning ?? 0)"
        }
        try requireAlike(try share(told.map { Array($0.utf8) }))
        return try read.get()
    }

    private static var host: String {
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
