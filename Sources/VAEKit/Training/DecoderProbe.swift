import TensorStreams

/// The decoder once more, for latents that have moved a little, each coordinate up or down: what a penalty sees slopes by.
///
/// Layers that draw do so as for the latents themselves. Batch normalisation goes by the moved batch, and keeps nothing of it.
final class DecoderProbe {
    private let penalty: DecoderPenalty
    private let latent: Int
    private let decoder: Workspace
    private let input: LabelledInput
    private let link: OutputLink
    private let squares: ReconstructionKernel
    private let moved: MutableTensor
    /// Values × columns each: means of pixels, and gradients for the logits of either pass.
    private let means: MutableTensor
    private let gradients: [MutableTensor]
    private let columnLosses: MutableTensor
    private let shares: MutableTensor
    private var movedLogits = Tensor(zeros: 0)

    /// nil where the model's objective does not ask for it.
    ///
    /// - Parameters:
    ///   - capacity: columns of the widest batch.
    ///   - other: the decoder's own pass, whose room for gradients is shared; nil where there is no way back.
    init?(_ model: Autoencoder, capacity: Int, sharing other: Workspace? = nil) {
        let description = model.description
        guard let penalty = description.objective.regulariser.decoderPenalty, penalty.slope > 0 else { return nil }
        let values = description.image.count
        (self.penalty, latent) = (penalty, description.latent)
        input = LabelledInput(MapShape(channels: latent), classes: description.classes, capacity: capacity)
        decoder = Workspace(model.decoder, columns: capacity, training: other != nil, sharing: other)
        link = description.link
        squares = ReconstructionKernel(likelihood: .mse, link: link, values: values, capacity: capacity)
        moved = MutableTensor(zeros: latent * capacity)
        means = MutableTensor(zeros: values * capacity)
        gradients = (0..<(other == nil ? 0 : 2)).map { _ in MutableTensor(zeros: values * capacity) }
        columnLosses = MutableTensor(zeros: capacity)
        shares = MutableTensor(zeros: capacity)
    }

    /// The sum over the items of the squared norms of their Jacobians, with the gradient of what that adds to the mean loss made
    /// ready.
    ///
    /// - Parameters:
    ///   - logits: of the latents as they are, values × columns.
    ///   - sample: latent × columns.
    ///   - labels: the class of each column, which a conditional model is told.
    func evaluate(
        logits: Tensor, sample: Tensor, labels: [Int], _ source: NoiseSource, _ pass: Pass
    ) -> Double {
        let latents = moved[0..<sample.count]
        ProbeKernel.move(
            sample, by: Float(penalty.step), output: latents, items: pass.items, columns: pass.columns,
            first: pass.firstItem, source: source, team: pass.team)
        var probing = pass
        probing.keepsStatistics = false
        movedLogits = Tensor(decoder.forward(input.join(Tensor(latents), labels: labels, pass), probing))
        let share = Float(penalty.slope / (penalty.step * penalty.step * Double(pass.batchItems)))
        for column in 0..<pass.columns { shares[column] = column < pass.items ? share : 0 }
        differ(movedLogits, from: logits, gradient: gradients.first, pass)
        let sum = (0..<pass.items).reduce(0) { $0 + Double(columnLosses[$1]) } / (penalty.step * penalty.step)
        if let last = gradients.last { differ(logits, from: movedLogits, gradient: last, pass) }
        return sum
    }

    /// The squared difference of the pixel means of each column, and its gradient for the first logits.
    private func differ(_ logits: Tensor, from others: Tensor, gradient: MutableTensor?, _ pass: Pass) {
        squares.evaluate(
            logits: logits, images: means(of: others, pass), weights: Tensor(shares)[0..<pass.columns],
            losses: columnLosses[0..<pass.columns], gradient: gradient.map { $0[0..<logits.count] }, team: pass.team)
    }

    private func means(of outputs: Tensor, _ pass: Pass) -> Tensor {
        if link == .identity { return outputs }
        let means = means[0..<outputs.count]
        BatchKernel.sigmoids(outputs, means, team: pass.team)
        return Tensor(means)
    }

    /// Adds to the gradient for the logits of the latents as they are.
    func addGradient(ofLogits logitGradient: MutableTensor, _ pass: Pass) {
        let own = Tensor(gradients[1])[0..<logitGradient.count]
        AdditionKernel.add(Tensor(logitGradient), own, slope: 1, output: logitGradient, team: pass.team)
    }

    /// Takes the gradient of the moved latents back through the decoder.
    func differentiate(_ use: GradientUse, _ pass: Pass) {
        guard let back = decoder.backward(gradients[0][0..<movedLogits.count], use, pass) else {
            preconditionFailure("the decoder's plan wants the gradient of its input")
        }
        // The room that it lies in is that of the decoder's own pass too.
        let size = latent * pass.columns
        moved[0..<size].copy(from: Tensor(back)[0..<size])
    }

    /// Adds what came back to the gradient of the latents, latent × columns.
    func addGradient(ofLatents sampleGradient: MutableTensor, _ pass: Pass) {
        let own = Tensor(moved)[0..<sampleGradient.count]
        AdditionKernel.add(Tensor(sampleGradient), own, slope: 1, output: sampleGradient, team: pass.team)
    }
}
