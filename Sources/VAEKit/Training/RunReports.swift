import TensorStreams

/// What a run leaves behind on its way, where, and after how many steps, as its command line said: a checkpoint keeps it, so
/// that a resumed run goes on with it.
public struct RunReports: Equatable, Sendable {
    /// Paths: the log, the images to measure the loss on (or their share of those to train on, as `10%`) and their labels,
    /// the pictures of fixed latents, the folder of all checkpoints, the best of those.
    public var log, validation, validationLabels, frames, keep, keepBest: String?
    /// Steps between rows, frames and checkpoints; nil is each epoch.
    public var logEvery, framesEvery, saveEvery: Int?

    public init() {}

    private static let paths: [(String, WritableKeyPath<RunReports, String?> & Sendable)] = [
        ("log", \.log), ("validation", \.validation), ("validation_labels", \.validationLabels), ("frames", \.frames),
        ("keep", \.keep), ("keep_best", \.keepBest),
    ]
    private static let intervals: [(String, WritableKeyPath<RunReports, Int?> & Sendable)] = [
        ("log_every", \.logEvery), ("frames_every", \.framesEvery), ("save_every", \.saveEvery),
    ]

    /// What of them decides which images are trained on.
    var ofTraining: RunReports {
        var share = RunReports()
        share.validation = validation.flatMap { $0.hasSuffix("%") ? $0 : nil }
        return share
    }

    /// nil where there is nothing to keep.
    public var json: JSON? {
        var object = JSONObject()
        for (name, path) in Self.paths { object[name] = self[keyPath: path].map { .string($0) } }
        for (name, steps) in Self.intervals { object[name] = self[keyPath: steps].map { .integer($0) } }
        return self == RunReports() ? nil : .object(object)
    }

    init?(json: JSON) {
        guard json.object != nil else { return nil }
        for (name, path) in Self.paths {
            guard let entry = json[name] else { continue }
            guard let text = entry.string, !text.isEmpty else { return nil }
            self[keyPath: path] = text
        }
        for (name, steps) in Self.intervals {
            guard let entry = json[name] else { continue }
            guard let number = entry.int, (1...Int(Int32.max)).contains(number) else { return nil }
            self[keyPath: steps] = number
        }
    }
}
