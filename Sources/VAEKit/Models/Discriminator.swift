import TensorStreams

/// The network of a model's objective that tells its latents from others, with weights of its own: `discriminator.0.weight`
/// and so on.
public final class Discriminator: Sendable {
    public let description: DiscriminatorDescription
    public let store: ParameterStore
    /// From a latent to the logits.
    let network: Plan

    /// All weights are zero.
    ///
    /// - Throws: `NetworkError` where it would be too large.
    init(_ description: DiscriminatorDescription, latent: Int, budget: ModelBudget) throws(NetworkError) {
        self.description = description
        var layout = ParameterLayout()
        layout.budget = budget
        var builder = PlanBuilder("discriminator", input: MapShape(channels: latent), layout: layout)
        let logits = try builder.lower(description.network, builder.input)
        network = builder.plan(logits, wantsInputGradient: true)
        store = ParameterStore(builder.layout)
    }

    /// Draws new weights, as PyTorch does.
    func initialise(seed: UInt64) {
        store.initialise(.pytorch, seed: seed, stream: .discriminator)
    }

    /// Takes over the weights of another; false where that has other layers.
    func copy(from other: Discriminator?) -> Bool {
        guard let other, other.description.network == description.network, other.network.input == network.input else {
            return false
        }
        store.copy(from: other.store)
        return true
    }
}
