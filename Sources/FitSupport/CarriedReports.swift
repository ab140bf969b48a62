import CommandSupport
import TensorStreams
import VAEKit

/// The reports of a run that is resumed, as its checkpoint has them: they are gone on with where nothing else is asked for.
struct CarriedReports {
    private let arguments: Arguments
    private let earlier: RunReports
    private let extent: ReportExtent?

    /// - Parameters:
    ///   - path: the checkpoint that is resumed.
    ///   - output: where the resumed run's goes. Where that is another file, both runs may be wanted, and what the first
    ///     has written beyond the checkpoint is not to be lost.
    init(_ arguments: Arguments, _ training: TrainingRecord?, resuming path: String, output: String) {
        self.arguments = arguments
        earlier = training?.reports ?? RunReports()
        let resumed = FileIdentity(path)
        let isSame = resumed != nil && resumed == FileIdentity(output)
        extent = training.map { ReportExtent(of: $0, in: path, isSame: isSame) }
    }

    /// Adds the share of the images that is held out: without it, the run would be trained on other images than before.
    func addShare(to reports: inout RunReports) {
        if reports.validation == nil { reports.validation = HeldOutShare(earlier.validation)?.text }
    }

    /// - Throws: `Failure` where a file that the run read or wrote is gone, or where rows, checkpoints or frames would be lost
    ///   in silence.
    func add(to reports: inout RunReports) throws {
        let given = reports
        reports.log = try reports.log ?? file(earlier.log, of: JournalOptions.log)
        addShare(to: &reports)
        if reports.validation == nil {
            reports.validation = try file(earlier.validation, of: JournalOptions.validation)
            let labels = try file(earlier.validationLabels, of: JournalOptions.validationLabels)
            reports.validationLabels = reports.validationLabels ?? labels
        }
        reports.keep = try reports.keep ?? file(earlier.keep, of: JournalOptions.keep)
        reports.keepBest = reports.keepBest ?? named(earlier.keepBest, of: JournalOptions.keepBest)
        reports.frames = reports.frames ?? named(earlier.frames, of: JournalOptions.frames)
        reports.saveEvery = reports.saveEvery ?? earlier.saveEvery
        if reports.log != nil { reports.logEvery = reports.logEvery ?? earlier.logEvery }
        if reports.frames != nil { reports.framesEvery = reports.framesEvery ?? earlier.framesEvery }
        if given.log == nil, let log = reports.log { try extent?.check(log: log) }
        if given.keep == nil, let keep = reports.keep { try extent?.check(keep: keep) }
        if given.keepBest == nil, let best = reports.keepBest { try extent?.check(best: best) }
        if given.frames == nil, let frames = reports.frames {
            try extent?.check(frames: frames, every: earlier.framesEvery)
        }
    }

    /// A path that must lead somewhere still.
    private func file(_ path: String?, of option: Option<String?>) throws -> String? {
        guard let path = named(path, of: option) else { return nil }
        do {
            _ = try ByteReader.open(path)
        } catch let error as FileError {
            throw Failure("--\(option.name) of the run: \(error); name another, or give --no-reports to go on without")
        }
        return path
    }

    /// A path; what was a pipe or a device is not the same any more.
    private func named(_ path: String?, of option: Option<String?>) -> String? {
        guard let path, !ByteWriter.replaces(path) else { return path }
        if !arguments[StandardOptions.quiet] {
            arguments.note("--\(option.name) \(path) of the run was no file, and is left out unless it is given again")
        }
        return nil
    }
}
