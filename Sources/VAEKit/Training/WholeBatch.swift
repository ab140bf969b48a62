import TensorStreams

/// The posteriors of all blocks of a batch side by side, for an objective that compares its items.
final class WholeBatch {
    private let regulariser: any Regulariser
    private let posterior: Posterior
    private let gradients: LatentGradients
    private let shares: MutableTensor
    private let work: MutableTensor

    /// - Parameter capacity: columns of the widest batch.
    init(_ description: ModelDescription, capacity: Int) {
        regulariser = description.objective.regulariser
        posterior = Posterior(description.posterior, capacity: capacity)
        gradients = LatentGradients(latent: description.latent, capacity: capacity)
        shares = MutableTensor(zeros: capacity)
        work = MutableTensor(zeros: regulariser.workCount(latent: description.latent, columns: capacity))
    }

    /// What the objective makes of the batch, and the gradients of that.
    ///
    /// - Parameters:
    ///   - shown: the posteriors of all blocks side by side, as `Posterior.shown`.
    ///   - block: with what all blocks are told alike.
    func regularise(
        _ shown: MutableTensor, as block: LatentBatch, _ pass: Pass
    ) -> (RegulariserLoss, LatentGradients) {
        posterior.take(shown: shown)
        let items = pass.batchItems
        for column in 0..<posterior.columns { shares[column] = column < items ? 1 / Float(items) : 0 }
        let loss = regulariser.evaluate(
            LatentBatch(
                posterior: posterior, items: items, total: items, shares: Tensor(shares)[0..<posterior.columns],
                beta: block.beta, progress: block.progress, setSize: block.setSize, noise: block.noise, work: work,
                gradients: gradients, team: block.team))
        return (loss, gradients)
    }
}
