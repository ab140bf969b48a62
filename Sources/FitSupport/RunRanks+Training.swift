import CommandSupport
import ModelSupport
import TensorStreams
import Threads
import VAEKit

extension RunRanks {
    /// Trains, when all ranks have come to the same.
    public func train(_ run: ReadyRun) throws {
        try agree(on: [Self.build] + run.identity())
        do {
            try run.train()
        } catch let error as TrainingError {
            // All ranks meet it in the same step.
            throw SharedFailure(error)
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
        let name = "set of images in \(source.name)"
        try requireAlike(
            try read.map { [(name, "\($0.count) × \($0.format), the first of CRC-32 \(beginning ?? 0)")] }.get())
        for greatest in group.gather([source.levels.greatest]).joined() { source.levels.see(greatest: greatest) }
        return try read.get()
    }

    /// The signal that asks a run to end, whichever rank it was sent.
    func signal(_ run: TrainingRun) -> Int32? {
        group.count == 1
            ? Interruption.signal : run.trainer.messages.max().flatMap { $0 > 0 ? Int32($0) : nil }
    }
}
