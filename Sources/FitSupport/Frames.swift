import TensorStreams
import Threads
import VAEKit

/// Pictures of a model while it learns: what the same 64 latents decode to, one tensor each time; where the prior is learnt,
/// what it makes of the same normal numbers.
public struct Frames {
    private var writer: IDXWriter
    private let evaluator: Evaluator
    private let team: ThreadTeam
    private let noise: [Float]
    /// The classes in turn, where the model is told any.
    private let labels: [Int]
    private let format: ItemFormat

    private static let count = 64

    /// - Parameter earlier: how many tensors a resumed run has written before; those that are still there stay.
    init(_ path: String, model: Autoencoder, seed: Int, earlier: Int, team: ThreadTeam) throws {
        format = ItemFormat(type: model.items == .pixels ? .u8 : .f32, shape: model.description.imageShape)
        writer = IDXWriter(try ByteWriter.create(path), format: format, tensorPerBatch: true)
        (evaluator, self.team) = (Evaluator(model, team: team), team)
        labels = (0..<Self.count).map { $0 % (model.description.classes ?? 1) }
        noise = NoiseSource.frames(seed: UInt64(seed), count: Self.count * Self.latent(of: model))
        if ByteWriter.replaces(path) { try keep(earlier, of: path) }
    }

    /// The width of the topmost latents.
    private static func latent(of model: Autoencoder) -> Int { model.description.latents.last ?? 0 }

    /// Takes over the first tensors of the file that is there, which the new one is to replace.
    private mutating func keep(_ earlier: Int, of path: String) throws {
        guard earlier > 0, let bytes = try? ByteReader.open(path) else { return }
        var reader = IDXReader(bytes)
        guard let found = try? reader.requiredFormat(), found == format else { return }
        for _ in 0..<earlier {
            guard let images = try? reader.next(atMost: Self.count), images.count == Self.count else { return }
            try writer.write(images)
        }
    }

    /// How many tensors a run has written when it has come so far.
    static func count(at state: TrainingState, every steps: Int?) -> Int {
        steps.map { state.step / $0 } ?? state.epoch
    }

    /// Whether there are more tensors than so many in the file at `path`.
    static func goOn(behind tensors: Int, in path: String) -> Bool {
        guard let bytes = try? ByteReader.open(path) else { return false }
        var reader = IDXReader(bytes)
        let (images, overflows) = tensors.multipliedReportingOverflow(by: count)
        guard !overflows, (try? reader.skip(images)) == images else { return false }
        return (try? reader.skip(1)) == 1
    }

    mutating func write() throws {
        let latent = Self.latent(of: evaluator.model)
        let latents = ModelPrior(evaluator.model, team: team).draws(
            noise: noise, choices: (0..<Self.count).map { (Float($0) + 0.5) / Float(Self.count) })
        var images: [Float] = []
        for start in stride(from: 0, to: Self.count, by: evaluator.batchSize) {
            let end = min(start + evaluator.batchSize, Self.count)
            images += evaluator.decode(
                Array(latents[start * latent..<end * latent]), labels: Array(labels[start..<end]))
        }
        try writer.write(TensorBatch(format: format, floats: images))
    }

    mutating func finish() throws { try writer.finish() }
}
