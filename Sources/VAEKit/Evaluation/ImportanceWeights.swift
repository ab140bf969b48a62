import TensorStreams

/// Estimates the log-likelihood of images by importance weights (Burda et al. 2015, equation 8): the logarithm of the mean of
/// p(x, z) / q(z | x) over draws of z from the encoder's posterior q. Its mean over seeds lies below the log-likelihood, and
/// comes nearer with more draws.
///
/// The noise of a draw depends on the seed and the numbers of image and draw alone.
public final class ImportanceWeights {
    private let evaluator: Evaluator
    private let draws: Int
    private let estimators: ImportanceEstimators

    /// - Parameters:
    ///   - evaluator: of a model whose posterior has a density.
    ///   - draws: for each image; at least 1, as many as there is time for.
    public init(_ evaluator: Evaluator, draws: Int) {
        precondition(draws > 0 && evaluator.model.description.hasPosteriorDensity)
        (self.evaluator, self.draws) = (evaluator, draws)
        estimators = ImportanceEstimators(evaluator.model, columns: evaluator.batchSize, team: evaluator.team)
    }

    /// The estimates for at most as many images as the evaluator takes, in nats.
    ///
    /// - Parameter firstItem: number of the first image in its stream.
    public func logLikelihoods(_ images: LabelledImages, firstItem: Int, seed: UInt64) -> [Double] {
        evaluator.forward(images, firstItem: firstItem, seed: seed)
        return estimators.logLikelihoods(
            ImportanceBatch(
                evaluator.latents, draws: draws, beta: 1, items: images.count, firstItem: firstItem,
                seed: seed))
    }
}
