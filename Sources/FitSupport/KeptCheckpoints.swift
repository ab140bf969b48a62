import TensorStreams
import VAEKit

/// The folder in which every checkpoint of a run stays, under the number of its step.
struct KeptCheckpoints {
    private let folder: String

    /// Makes the folder where it is missing, and tries whether files can be made in it. Throws `FileError`.
    init(folder: String) throws {
        self.folder = folder
        try OutputFolder.make(folder)
        _ = try ByteWriter.create(path(ofStep: 0))
    }

    /// The last step of which there is a checkpoint in a folder. Throws `FileError` where it cannot be read.
    static func lastStep(in folder: String) throws -> Int? {
        let names = try InputFolder.entries(of: folder, name: folder).map { String(decoding: $0.name, as: UTF8.self) }
        return names.filter { $0.hasPrefix("step-") && $0.hasSuffix(".ckpt") }.compactMap {
            Int($0.dropFirst("step-".count).dropLast(".ckpt".count))
        }.max()
    }

    /// Writes a copy of its own: one shared with the run's output would change with that.
    func write(_ run: TrainingRun, weightsOnly: Bool) throws {
        try run.write(path(ofStep: run.state.step), weightsOnly: weightsOnly)
    }

    /// Zeros in front let the names sort as the steps do.
    private func path(ofStep step: Int) -> String {
        let digits = String(step)
        return "\(folder)/step-\(String(repeating: "0", count: max(0, 7 - digits.count)))\(digits).ckpt"
    }
}
