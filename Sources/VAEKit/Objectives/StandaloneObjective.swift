import TensorStreams
import Threads

/// An objective outside of a model, on moments and noise that are given: what the tests hold each regulariser by.
package struct StandaloneObjective {
    private let objective: ObjectiveDescription
    private let latent: Int
    private let setSize: Int

    /// What it makes of a batch.
    package struct Result {
        /// The means of its terms, by name.
        package let terms: [String: Double]
        /// Its part in the mean loss.
        package let loss: Double
        /// Items × latent: gradients of that for mean and log variance, through the sample too.
        package let mean: [Float]
        package let logVariance: [Float]
    }

    package init(_ objective: ObjectiveDescription, latent: Int, setSize: Int) {
        (self.objective, self.latent, self.setSize) = (objective, latent, setSize)
    }

    /// - Parameters:
    ///   - mean, logVariance: items × latent.
    ///   - key: of the noise, whose first use draws from the prior.
    package func evaluate(
        mean: [Float], logVariance: [Float], beta: Double, progress: RunProgress, key: NoiseSource, team: ThreadTeam
    ) -> Result {
        let items = mean.count / latent
        let columns = Tensor.columns(for: items)
        let posterior = Posterior(PosteriorDescription(latent: latent), capacity: columns)
        let gradients = LatentGradients(latent: latent, capacity: columns)
        let (heads, shares) = (MutableTensor(zeros: 2 * latent * columns), MutableTensor(zeros: columns))
        for item in 0..<items {
            shares[item] = 1 / Float(items)
            for row in 0..<latent {
                heads[row * columns + item] = mean[item * latent + row]
                heads[(latent + row) * columns + item] = logVariance[item * latent + row]
            }
        }
        let store = ParameterStore(ParameterLayout())
        posterior.take(heads, Pass(items: items, isTraining: true, store: store, team: team))
        posterior.draw(key, items: items)
        let regulariser = objective.regulariser
        let loss = regulariser.evaluate(
            LatentBatch(
                posterior: posterior, items: items, total: items, shares: Tensor(shares), beta: beta,
                progress: progress,
                setSize: setSize,
                noise: key.derived(1),
                work: MutableTensor(zeros: regulariser.workCount(latent: latent, columns: columns)),
                gradients: gradients, team: team))
        let back = posterior.backward(
            sampleGradient: MutableTensor(zeros: latent * columns), shares: Tensor(shares), gradients: gradients,
            team: team)
        func byItem(_ first: Int) -> [Float] {
            (0..<items * latent).map { back[first + $0 % latent * columns + $0 / latent] }
        }
        let terms = regulariser.terms.enumerated().map { ($1, loss.terms[$0] / Double(items)) }
        return Result(
            terms: Dictionary(uniqueKeysWithValues: terms), loss: loss.loss / Double(items), mean: byItem(0),
            logVariance: byItem(latent * columns))
    }
}
