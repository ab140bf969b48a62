/// The loss of a flow over latents: −log p of a latent that has been scaled, in nats.
final class LatentFlowLoss: ModelLoss {
    let batch: ImageBatch
    private let terms: [String]
    private let flow: FlowPrior
    /// That of the latents, which nothing learns from.
    private let gradient: MutableTensor

    /// - Parameter capacity: columns of the widest batch.
    init(_ model: LatentFlow, capacity: Int) {
        let latent = model.description.latent
        (batch, terms) = (ImageBatch(values: latent, capacity: capacity, listsInk: false), model.terms)
        flow = FlowPrior(model.couplings, capacity: capacity, training: true)
        gradient = MutableTensor(zeros: latent * capacity)
    }

    func evaluate(at moment: TrainingMoment, noise: StepNoise, _ pass: Pass) -> BatchLoss {
        let densities = flow.logDensities(of: batch.images, pass)
        var loss = BatchLoss(terms)
        loss.items = pass.items
        loss.loss = (0..<pass.items).reduce(0) { $0 - Double(densities[$1]) }
        return loss
    }

    func differentiate(_ gradients: GradientUse, _ pass: Pass) {
        flow.differentiate(weights: batch.weights, adding: gradient[0..<batch.images.count], gradients, pass)
    }
}
