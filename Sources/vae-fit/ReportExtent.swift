import CommandSupport
import VAEKit

/// How far the reports of a run may go where a checkpoint of it is resumed and they are gone on with: what lies beyond
/// belongs to the run that the checkpoint was taken from, and would be cut or replaced.
struct ReportExtent {
    private let state: TrainingState
    private let checkpoint: String

    init(of state: TrainingState, in checkpoint: String) { (self.state, self.checkpoint) = (state, checkpoint) }

    func check(log path: String) throws {
        guard let step = try EarlierLog(path)?.rows.last?.step, step > state.step else { return }
        throw failure("\(path) goes on to step \(step), behind \(checkpoint)'s \(state.step)", JournalOptions.log)
    }

    func check(keep folder: String) throws {
        guard let step = try KeptCheckpoints.lastStep(in: folder), step > state.step else { return }
        throw failure("\(folder) goes on to step \(step), behind \(checkpoint)'s \(state.step)", JournalOptions.keep)
    }

    func check(frames path: String, every steps: Int?) throws {
        let earlier = Frames.count(at: state, every: steps)
        guard Frames.goOn(behind: earlier, in: path) else { return }
        throw failure("\(path) goes on behind the \(earlier) frames of \(checkpoint)", JournalOptions.frames)
    }

    private func failure(_ problem: String, _ option: Option<String?>) -> Failure {
        Failure("\(problem): name --\(option.name) anew, or --no-reports")
    }
}
