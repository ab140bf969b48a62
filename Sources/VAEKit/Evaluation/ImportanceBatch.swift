import TensorStreams
import Threads

/// Images, what their latents are drawn from, and the noise of each image's draws.
struct ImportanceBatch {
    /// Values × columns.
    let images: Tensor
    /// The class of each column.
    let labels: [Int]
    let latents: any BatchLatents
    let draws: Int
    /// What is made of their weights.
    let weighing: ImportanceWeighing
    /// The weight of log p(z) − log q(z | x) in the logarithm of a draw's weight.
    let beta: Double
    let noises: [NoiseSource]

    /// - Parameters:
    ///   - items: how many images the batch holds.
    ///   - firstItem: number of the first of them in its stream: with the seed it decides the noise.
    init(
        _ latents: any BatchLatents, draws: Int, weighing: ImportanceWeighing = ImportanceWeighing(), beta: Double,
        items: Int, firstItem: Int, seed: UInt64
    ) {
        (images, labels) = (latents.batch.images, latents.batch.labels)
        (self.latents, self.draws, self.weighing, self.beta) = (latents, draws, weighing, beta)
        let source = NoiseSource(seed: seed).derived(RandomStream.importance.rawValue)
        noises = (0..<items).map { source.derived(UInt64(firstItem + $0)) }
    }
}

/// The estimators of a team's threads.
struct ImportanceEstimators {
    private let estimators: [ImportanceEstimator]
    private let team: ThreadTeam

    /// - Parameter columns: of a pass of the decoder.
    init(_ model: Autoencoder, columns: Int, team: ThreadTeam) {
        self.team = team
        estimators = (0..<team.threads).map { _ in ImportanceEstimator(model, columns: columns) }
    }

    /// The estimates for the images of a batch, in nats.
    func logLikelihoods(_ batch: ImportanceBatch) -> [Double] {
        team.forEach(estimators.count) { number in
            estimators[number].estimate(batch.noises.indices.part(number, of: estimators.count), of: batch)
        }
        return estimators.flatMap(\.logLikelihoods)
    }
}
