import TensorStreams

/// The encoder once more, for images that have moved a little, each of their values up or down: what a regulariser sees slopes
/// by.
///
/// Layers that draw do so as for the images themselves. Batch normalisation goes by the moved batch, and keeps nothing of it.
final class EncoderProbe {
    private let posterior: Posterior
    private let gradients: LatentGradients?
    private let step: Float
    private let input: LabelledInput
    private let encoder: Workspace
    private let images: MutableTensor
    private let sampleGradient: MutableTensor

    /// nil where the model's objective wants none.
    ///
    /// - Parameters:
    ///   - columns: of the widest batch.
    ///   - other: whose room for gradients is shared; nil where there is no way back.
    init?(_ model: Autoencoder, columns: Int, sharing other: Workspace? = nil) {
        let description = model.description
        guard let step = description.objective.regulariser.probeStep else { return nil }
        self.step = Float(step)
        posterior = Posterior(description.posterior, capacity: columns)
        gradients = other.map { _ in LatentGradients(latent: description.latent, capacity: columns) }
        input = LabelledInput(description.encoderMap, classes: description.classes, capacity: columns)
        encoder = Workspace(model.encoder, columns: columns, training: other != nil, sharing: other)
        images = MutableTensor(zeros: description.image.count * columns)
        sampleGradient = MutableTensor(zeros: other == nil ? 0 : description.latent * columns)
    }

    /// What became of the images that last went forward.
    var moved: MovedBatch { MovedBatch(posterior: posterior, gradients: gradients) }

    /// Moves images, and takes them through the encoder.
    ///
    /// - Parameters:
    ///   - images: as the encoder has seen them, but for their labels.
    ///   - labels: the class of each column, which a conditional model is told.
    func forward(_ images: Tensor, labels: [Int], _ source: NoiseSource, _ pass: Pass) {
        let moved = self.images[0..<images.count]
        ProbeKernel.move(
            images, by: step, output: moved, items: pass.items, columns: pass.columns,
            first: pass.firstItem, source: source, team: pass.team)
        var pass = pass
        pass.keepsStatistics = false
        posterior.take(encoder.forward(input.join(Tensor(moved), labels: labels, pass), pass), pass)
    }

    /// Takes the gradients for the means back through the encoder.
    func backward(shares: Tensor, _ use: GradientUse, _ pass: Pass) {
        guard let gradients else { preconditionFailure("there is no way back") }
        let none = sampleGradient[0..<posterior.latent * pass.columns]
        encoder.backward(
            posterior.backward(sampleGradient: none, shares: shares, gradients: gradients, team: pass.team), use, pass)
    }
}
