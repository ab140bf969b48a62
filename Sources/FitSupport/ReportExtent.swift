import CommandSupport
import VAEKit

/// How far the reports of a run may go where a checkpoint of it is resumed and they are gone on with: what lies beyond
/// belongs to the run that the checkpoint was taken from, and would be cut or replaced.
///
/// A run that was killed has written up to one save beyond its checkpoint, which it writes again. Where that checkpoint is
/// a copy, made while the run went on, its reports go on further.
struct ReportExtent {
    private let state: TrainingState
    private let checkpoint: String
    /// The last step that the run itself may have reported before it was killed.
    private let lastStep: Int
    private let isSame: Bool

    /// - Parameter isSame: whether the run that is resumed writes to the checkpoint's own file.
    init(of training: TrainingRecord, in checkpoint: String, isSame: Bool) {
        (state, self.checkpoint, self.isSame) = (training.state, checkpoint, isSame)
        let stepsOfEpoch = state.epoch > 0 ? (state.step + state.epoch - 1) / state.epoch : Int.max / 2
        lastStep = state.step + (isSame ? training.reports.saveEvery ?? stepsOfEpoch : 0)
    }

    func check(log path: String) throws {
        guard let step = try EarlierLog(path)?.rows.last?.step, step > lastStep else { return }
        throw failure("\(path) goes on to step \(step), behind \(checkpoint)'s \(state.step)", JournalOptions.log)
    }

    func check(keep folder: String) throws {
        guard let step = try KeptCheckpoints.lastStep(in: folder), step > lastStep else { return }
        throw failure("\(folder) goes on to step \(step), behind \(checkpoint)'s \(state.step)", JournalOptions.keep)
    }

    func check(frames path: String, every steps: Int?) throws {
        if isSame { return }
        let earlier = Frames.count(at: state, every: steps)
        guard Frames.goOn(behind: earlier, in: path) else { return }
        throw failure("\(path) goes on behind the \(earlier) frames of \(checkpoint)", JournalOptions.frames)
    }

    func check(best path: String) throws {
        if isSame || FileIdentity(path) == nil { return }
        throw failure("\(path) may be the best of the run that \(checkpoint) was taken from", JournalOptions.keepBest)
    }

    private func failure(_ problem: String, _ option: Option<String?>) -> Failure {
        Failure("\(problem): name --\(option.name) anew, or --no-reports")
    }
}
