import Threads

/// An autoencoder's way from latents to the reconstruction loss of each, and back.
final class BatchDecoder {
    let workspace: Workspace
    private let latent: Int
    private let kernel: ReconstructionKernel
    private let columnLosses: MutableTensor
    /// Room for the gradient of the logits where it cannot take their place.
    private let separateGradient: MutableTensor?
    private let input: LabelledInput
    /// The gradient for what the decoder put out.
    private(set) var logitGradient = MutableTensor(zeros: 0)

    /// - Parameter capacity: columns of the widest batch of latents.
    init(_ model: some ImageAutoencoder, capacity: Int) {
        let values = model.image.count
        latent = model.decodedCount
        kernel = ReconstructionKernel(likelihood: model.likelihood, values: values, capacity: capacity)
        columnLosses = MutableTensor(zeros: capacity)
        input = LabelledInput(MapShape(channels: latent), classes: model.classes, capacity: capacity)
        workspace = Workspace(model.decoder, columns: capacity, training: true)
        // The gradient may take the place of the logits unless they are read on the way back.
        separateGradient = model.decoder.readsOutput ? MutableTensor(zeros: values * capacity) : nil
    }

    /// The loss of each column, with the gradient of Σ `weights` · loss made ready.
    ///
    /// - Parameters:
    ///   - sample: latent × columns.
    ///   - labels: the class of each column.
    ///   - images: values × columns.
    func losses(of sample: Tensor, labels: [Int], images: Tensor, weights: Tensor, _ pass: Pass) -> Tensor {
        let logits = workspace.forward(input.join(sample, labels: labels, pass), pass)
        logitGradient = separateGradient.map { $0[0..<logits.count] } ?? logits
        let losses = columnLosses[0..<pass.columns]
        kernel.evaluate(
            logits: Tensor(logits), images: images, weights: weights, losses: losses, gradient: logitGradient,
            team: pass.team)
        return Tensor(losses)
    }

    /// Takes the gradient back to the latents, latent × columns.
    func differentiate(_ gradients: GradientUse, _ pass: Pass) -> MutableTensor {
        guard let inputGradient = workspace.backward(logitGradient, gradients, pass) else {
            preconditionFailure("the decoder's plan wants the gradient of its input")
        }
        // Behind the latents stands the one-hot of the class, which nothing can change.
        return inputGradient[0..<latent * pass.columns]
    }
}
