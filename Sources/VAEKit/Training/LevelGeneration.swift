/// The way down from level to level, of which the topmost has a prior of its own: p(z_l | z_(l+1)) for each level l below that.
final class LevelGeneration {
    private let levels: [DrawnLevel]
    /// To the heads of each level but the topmost, from the level above it.
    private let decoders: [Workspace]
    private let prior: any LatentPrior

    /// - Parameters:
    ///   - levels: where the latents are.
    ///   - capacity: columns of the widest pass.
    ///   - other: whose room for gradients is shared; nil where there is no way back.
    init(_ model: Autoencoder, _ levels: [DrawnLevel], capacity: Int, sharing other: Workspace?) {
        self.levels = levels
        decoders = model.upper.map {
            Workspace($0.decoder, columns: capacity, training: other != nil, sharing: other)
        }
        prior = model.prior.prior(capacity: capacity, training: other != nil, sharing: other)
    }

    /// The heads of p for a level, given the sample of the level above it.
    func heads(of level: Int, _ pass: Pass) -> Tensor {
        Tensor(decoders[level].forward(levels[level + 1].sample, pass))
    }

    func prepare(_ pass: Pass) { prior.prepare(pass) }

    /// Measures the topmost sample under its prior.
    func measureTop(_ pass: Pass) {
        let top = levels[levels.count - 1]
        top.take(priorDensities: prior.logDensities(of: top.sample, pass))
    }

    /// log p of each coordinate of the topmost sample, latent × columns; nil where the prior has none of its own for each.
    func coordinateDensitiesOfTop(_ pass: Pass) -> Tensor? {
        prior.coordinateDensities(of: levels[levels.count - 1].sample, pass)
    }

    /// Begins the gradient of the sample above a level with what comes back through the heads of p for it.
    func differentiateHeads(of level: Int, _ use: GradientUse, _ pass: Pass) {
        guard let gradient = decoders[level].backward(levels[level].priorHeadGradient, use, pass) else {
            preconditionFailure("a decoder's plan wants the gradient of its input")
        }
        levels[level + 1].sampleGradient.copy(from: Tensor(gradient))
    }

    /// Adds to the gradient of the topmost sample that of Σ weights · (−log p).
    func differentiateTop(weights: Tensor, _ use: GradientUse, _ pass: Pass) {
        prior.differentiate(
            weights: weights, adding: levels[levels.count - 1].sampleGradient, use, pass)
    }
}
