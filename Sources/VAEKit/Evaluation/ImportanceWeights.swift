import TensorStreams

/// Estimates the log-likelihood of images by importance weights (Burda et al. 2015, equation 8): the logarithm of the mean of
/// p(x, z) / q(z | x) over draws of z from the encoder's posterior q. Its mean over seeds lies below the log-likelihood, and
/// comes nearer with more draws.
///
/// The noise of a draw depends on the seed and the numbers of image and draw alone.
public final class ImportanceWeights {
    private let evaluator: Evaluator
    private let draws: Int
    /// One for each thread.
    private let estimators: [ImportanceEstimator]

    /// - Parameters:
    ///   - evaluator: of a model whose posterior has a density.
    ///   - draws: for each image; at least 1, as many as there is time for.
    public init(_ evaluator: Evaluator, draws: Int) {
        precondition(draws > 0 && evaluator.model.description.hasPosteriorDensity)
        (self.evaluator, self.draws) = (evaluator, draws)
        estimators = (0..<evaluator.team.threads).map { _ in
            ImportanceEstimator(evaluator.model, columns: evaluator.batchSize)
        }
    }

    /// The estimates for at most as many images as the evaluator takes, in nats.
    ///
    /// - Parameter firstItem: number of the first image in its stream.
    public func logLikelihoods(_ images: LabelledImages, firstItem: Int, seed: UInt64) -> [Double] {
        evaluator.forward(images, firstItem: firstItem, seed: seed)
        let source = NoiseSource(seed: seed).derived(RandomStream.importance.rawValue)
        let batch = ImportanceBatch(
            images: evaluator.batch.images, labels: evaluator.batch.labels, posterior: evaluator.posterior,
            draws: draws,
            noises: (0..<images.count).map { source.derived(UInt64(firstItem + $0)) })
        evaluator.team.forEach(estimators.count) { number in
            estimators[number].estimate((0..<images.count).part(number, of: estimators.count), of: batch)
        }
        return estimators.flatMap(\.logLikelihoods)
    }
}

/// Images, the posteriors that their latents are drawn from, and the noise of each image's draws.
struct ImportanceBatch {
    /// Values × columns.
    let images: Tensor
    /// The class of each column.
    let labels: [Int]
    let posterior: Posterior
    let draws: Int
    let noises: [NoiseSource]
}
