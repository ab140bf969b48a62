import TensorStreams

/// The way from latents of any level to images, in memory that is allocated once.
final class LatentDecoder {
    private let model: Autoencoder
    private let latents: any BatchLatents
    private let input: LabelledInput
    private let decoder: Workspace
    private let columns: MutableTensor
    private let pixels: PixelMeans

    /// - Parameters:
    ///   - latents: by whose levels it comes down.
    ///   - capacity: columns of the widest pass.
    init(_ model: Autoencoder, _ latents: any BatchLatents, capacity: Int) {
        let description = model.description
        (self.model, self.latents) = (model, latents)
        input = LabelledInput(
            MapShape(channels: description.latent), classes: description.classes, capacity: capacity)
        decoder = Workspace(model.decoder, columns: capacity, training: false)
        columns = MutableTensor(zeros: (description.latents.max() ?? 0) * capacity)
        pixels = PixelMeans(of: model, capacity: capacity)
    }

    /// What latents of the lowest level decode to, latent × columns, each with the class of its column.
    func logits(of latents: Tensor, labels: [Int], _ pass: Pass) -> MutableTensor {
        decoder.forward(input.join(latents, labels: labels, pass), pass)
    }

    /// The images of the latents of a level (items × latent), items × values, as `PixelMeans` has them.
    func images(
        of z: [Float], level: Int, _ draws: Evaluator.Descent?, labels: [Int], _ pass: Pass
    ) -> [Float] {
        pixels.rows(of: Tensor(logits(of: descend(z, from: level, to: 0, draws, pass), labels: labels, pass)), pass)
    }

    /// The latents of a level, latent × columns, given those of one above it (items × latent).
    func descend(_ z: [Float], from level: Int, to target: Int, _ draws: Evaluator.Descent?, _ pass: Pass) -> Tensor {
        let columns = columns[0..<model.description.latents[level] * pass.columns]
        pass.load(z[...], into: columns)
        let noise = draws?.noise(of: pass.items) ?? []
        return latents.descend(Tensor(columns), from: level, to: target, noise: noise, pass)
    }
}

extension Evaluator {
    /// Draws of the levels below latents: with the seed, the number of the first decides the noise.
    public struct Descent: Sendable {
        let seed: UInt64
        let firstItem: Int

        public init(seed: UInt64, firstItem: Int) { (self.seed, self.firstItem) = (seed, firstItem) }

        func noise(of items: Int) -> [NoiseSource] {
            let source = NoiseSource(seed: seed).derived(RandomStream.descent.rawValue)
            return (0..<items).map { source.derived(UInt64(firstItem + $0)) }
        }
    }
}
