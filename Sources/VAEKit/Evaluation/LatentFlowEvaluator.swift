import TensorStreams
import Threads

/// Runs a trained flow over latents: log densities and draws, in the units of the latents.
public final class LatentFlowEvaluator {
    public let model: LatentFlow
    private let prior: ModelPrior
    private let scaling: ValueScaling

    public init(_ model: LatentFlow, team: ThreadTeam) {
        self.model = model
        prior = ModelPrior(model, team: team)
        scaling = model.scaling ?? .identity
    }

    /// log p of each latent, items × latent, in nats.
    public func logDensities(of latents: [Float]) -> [Double] {
        let format = ItemFormat(type: .f32, shape: model.imageShape)
        let scaled = scaling.applied(to: TensorBatch(format: format, floats: latents)).floats()
        let logFactor = scaling.logFactor(values: model.description.latent)
        return prior.logDensities(of: scaled).map { Double($0) - logFactor }
    }

    /// Draws, items × latent.
    ///
    /// - Parameter noise: as many standard normal numbers.
    public func draws(noise: [Float]) -> [Float] {
        let choices = [Float](repeating: 0, count: noise.count / model.description.latent)
        return scaling.undone(prior.draws(noise: noise, choices: choices))
    }
}
