import TensorStreams
import Threads

/// Images drawn at random beside those of a batch, as many as it has, and a latent of each: what a discriminator sees of the
/// encoder where it is not to see the batch itself. Nothing is learnt of them, and running statistics keep nothing.
final class SecondBatch {
    private let encoder: ImageEncoder
    private let posterior: Posterior

    /// - Parameters:
    ///   - capacity: columns of the widest batch.
    ///   - corruption: what is done to the images that the encoder sees.
    init(_ model: Autoencoder, capacity: Int, corruption: Corruption?) {
        encoder = ImageEncoder(model, capacity: capacity, corruption: corruption, sharing: nil)
        posterior = Posterior(model.description.posterior, capacity: capacity)
    }

    /// Takes those of the images at hand with the given numbers.
    func load(
        _ images: ImagesAtHand, items: some RandomAccessCollection<Int>, draws: PixelDraws?, team: ThreadTeam
    ) {
        encoder.batch.load(images, items: items, draws: draws, team: team)
    }

    /// A latent of each, latent × columns.
    func latents(_ source: NoiseSource, _ noise: StepNoise, _ pass: Pass) -> Tensor {
        var pass = pass
        pass.keepsStatistics = false
        posterior.take(encoder.forward(noise, pass), pass)
        posterior.draw(source, items: pass.items, firstItem: pass.firstItem)
        return posterior.sample
    }
}
