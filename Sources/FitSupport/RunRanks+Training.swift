import CommandSupport
import ModelSupport
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

    /// The signal that asks a run to end, whichever rank it was sent.
    func signal(_ run: TrainingRun) -> Int32? {
        group.count == 1
            ? Interruption.signal : run.trainer.messages.max().flatMap { $0 > 0 ? Int32($0) : nil }
    }
}
