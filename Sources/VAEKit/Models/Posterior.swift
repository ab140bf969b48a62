/// The posterior of a batch: heads, sample and divergence, with the memory for them.
///
/// All values are `latent × columns`. For a plain autoencoder the sample is the mean and the divergence zero.
final class Posterior {
    private let description: ModelDescription
    private let headOutputs: Tensor
    private let deviations: Tensor
    private let noises: Tensor
    private let samples: Tensor
    private let headGradients: Tensor
    /// Each item's KL divergence in nats.
    let divergences: Tensor

    private(set) var columns = 0

    init(_ description: ModelDescription, capacity: Int) {
        self.description = description
        let size = description.latent * capacity
        headOutputs = Tensor(zeros: description.headNames.count * size)
        headGradients = Tensor(zeros: description.headNames.count * size)
        deviations = Tensor(zeros: size)
        noises = Tensor(zeros: size)
        samples = Tensor(zeros: size)
        divergences = Tensor(zeros: capacity)
    }

    private var size: Int { description.latent * columns }
    private var isVariational: Bool { description.kind == .vae }
    private var kernel: PosteriorKernel {
        PosteriorKernel(heads: description.heads, latent: description.latent, columns: columns)
    }

    var mean: Tensor { headOutputs[0..<size] }
    /// Log variance, or the deviation before tanh.
    private var second: Tensor { headOutputs[size..<2 * size] }
    var deviation: Tensor { deviations[0..<size] }
    /// z: the mean until `draw` has been called.
    private(set) var sample = Tensor(zeros: 0)

    /// Runs the heads on the encoder's output and takes the moments.
    func encode(_ hidden: Tensor, heads: LinearLayer, parameters: Tensor, batch: Batch) {
        columns = batch.columns
        let outputs = headOutputs[0..<description.headNames.count * size]
        heads.forward(hidden, outputs, parameters: parameters, batch: batch)
        batch.profile?.lap(.forward("heads", layer: 0))
        sample = mean
        if isVariational { kernel.moments(first: mean, second: second, deviation: deviation) }
    }

    /// Draws z by the reparameterisation; the noise is a function of `source` and the items' numbers alone.
    func draw(_ source: NoiseSource, items: Int, firstItem: Int = 0) {
        guard isVariational else { return }
        source.fill(
            noises[0..<size], latent: description.latent, items: items, columns: columns, first: firstItem,
            isShared: description.noise == .shared)
        sample = samples[0..<size]
        kernel.reparameterise(mean: mean, deviation: deviation, noise: noises[0..<size], sample: sample)
    }

    func diverge() {
        let result = divergences[0..<columns]
        guard isVariational else { return result.fill(0) }
        kernel.divergence(mean: mean, deviation: deviation, second: second, divergence: result)
    }

    /// The log variance of each coordinate, whichever heads the model has.
    func logVariances() -> [Float] {
        guard isVariational else { return [Float](repeating: -.infinity, count: size) }
        return description.heads == .logvar ? second.array : kernel.logVariances(deviation: deviation)
    }

    /// The gradient of the heads' outputs, given that of the sample; `weights` are each item's share of the loss.
    func backward(sampleGradient: Tensor, weights: Tensor, beta: Float) -> Tensor {
        guard isVariational else { return sampleGradient }
        let gradients = headGradients[0..<2 * size]
        kernel.backward(
            mean: mean, deviation: deviation, noise: noises[0..<size], sampleGradient: sampleGradient, weights: weights,
            beta: beta, firstGradient: gradients[0..<size], secondGradient: gradients[size..<2 * size])
        return gradients
    }
}
