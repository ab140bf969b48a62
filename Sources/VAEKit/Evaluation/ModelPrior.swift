import Threads

/// A model's prior at work on latents, item by item, in memory that is allocated once.
public final class ModelPrior {
    private let store: ParameterStore
    private let latent: Int
    private let team: ThreadTeam
    private let prior: any LatentPrior
    private let columns: MutableTensor

    /// Latents of a pass.
    private static let batch = 256

    /// - Parameter training: whether gradients will be asked for.
    package convenience init(_ model: Autoencoder, training: Bool, team: ThreadTeam) {
        self.init(
            model.prior.prior(capacity: Self.batch, training: training), of: model.store,
            latent: model.description.latents[model.description.upper.count], team: team)
    }

    /// Of a model that is a prior, and nothing else.
    convenience init(_ model: LatentFlow, team: ThreadTeam) {
        self.init(
            FlowPrior(model.couplings, capacity: Self.batch, training: false), of: model.store,
            latent: model.description.latent, team: team)
    }

    private init(_ prior: any LatentPrior, of store: ParameterStore, latent: Int, team: ThreadTeam) {
        (self.store, self.prior, self.latent, self.team) = (store, prior, latent, team)
        columns = MutableTensor(zeros: latent * Self.batch)
        prior.prepare(pass(items: 1))
    }

    public convenience init(_ model: Autoencoder, team: ThreadTeam) { self.init(model, training: false, team: team) }

    private func pass(items: Int) -> Pass { Pass(items: items, isTraining: false, store: store, team: team) }

    /// log p(z) of each latent, items × latent, in nats.
    public func logDensities(of latents: [Float]) -> [Float] {
        inBatches(latents.count / latent) { items in
            let pass = pass(items: items.count)
            let densities = prior.logDensities(of: Tensor(load(latents, items, pass)), pass)
            return items.indices.map { densities[$0 - items.lowerBound] }
        }
    }

    /// Draws of the prior, items × latent.
    ///
    /// - Parameters:
    ///   - noise: as many standard normal numbers.
    ///   - choices: a number within [0, 1) for each draw, which says of which component it is where there are any.
    public func draws(noise: [Float], choices: [Float]) -> [Float] {
        inBatches(choices.count) { items in
            let pass = pass(items: items.count)
            let values = load(noise, items, pass)
            prior.generate(values, choices: Array(choices[items]), pass)
            return pass.byItem(values.array)
        }
    }

    private func inBatches(_ count: Int, _ body: (Range<Int>) -> [Float]) -> [Float] {
        stride(from: 0, to: count, by: Self.batch).flatMap { body($0..<min($0 + Self.batch, count)) }
    }

    /// Those of some items, latent × columns.
    private func load(_ values: [Float], _ items: Range<Int>, _ pass: Pass) -> MutableTensor {
        let result = columns[0..<latent * pass.columns]
        pass.load(values[items.lowerBound * latent..<items.upperBound * latent], into: result)
        return result
    }
}

extension ModelPrior {
    /// The gradients of Σ weight · (−log p(z)) for at most 256 latents and for all parameters of the model.
    package func gradients(of latents: [Float], weights: [Float]) -> (latents: [Float], parameters: [String: [Float]]) {
        let pass = pass(items: weights.count)
        let (sum, shares) = (MutableTensor(zeros: latent * pass.columns), MutableTensor(zeros: pass.columns))
        for (item, weight) in weights.enumerated() { shares[item] = weight }
        let kept = MutableTensor(zeros: store.values.count)
        _ = prior.logDensities(of: Tensor(load(latents, 0..<weights.count, pass)), pass)
        prior.differentiate(
            weights: Tensor(shares), adding: sum,
            GradientUse(kept: kept, vector: MutableTensor(zeros: store.longestVector), update: nil), pass)
        let named = store.parameters.map { ($0.name, $0.read(from: Tensor(kept))) }
        return (pass.byItem(sum.array), Dictionary(uniqueKeysWithValues: named))
    }
}
