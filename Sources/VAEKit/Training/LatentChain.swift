import TensorStreams

/// The latents of all levels of a model, a draw of each in every column, with their log densities, and the way back to the
/// encoder's heads.
///
/// Levels are numbered from 0 here, the one that images are decoded from.
final class LatentChain {
    let levels: [DrawnLevel]
    private let generation: LevelGeneration
    private let inference: any LevelInference

    /// - Parameters:
    ///   - capacity: columns of the widest pass.
    ///   - other: whose room for gradients is shared; nil where there is no way back.
    init(_ model: Autoencoder, capacity: Int, sharing other: Workspace? = nil) {
        let form = model.description.posteriorForm
        levels = model.description.latents.map {
            DrawnLevel(latent: $0, form: form, capacity: capacity, training: other != nil)
        }
        generation = LevelGeneration(model, levels, capacity: capacity, sharing: other)
        switch model.description.inference {
        case .bottomUp:
            inference = BottomUpInference(model, levels, generation, capacity: capacity, sharing: other)
        case .ladder:
            inference = LadderInference(levels, generation, capacity: capacity, training: other != nil)
        }
    }

    /// z of the level that images are decoded from, latent × columns.
    var sample: Tensor { levels[0].sample }

    /// Lets the noise of a column be that of a source's draw, at each level.
    func setNoise(ofColumn column: Int, draw: Int, _ source: NoiseSource) {
        for (number, level) in levels.enumerated() {
            level.setNoise(
                ofColumn: column, draw: draw, number == 0 ? source : source.derived(UInt64(number)))
        }
    }

    /// Takes what the prior needs out of the parameters as they are: to be called before draws when those have changed.
    func prepare(_ pass: Pass) { generation.prepare(pass) }

    /// Draws the latents of all levels, and measures them.
    ///
    /// - Parameter heads: what the encoder says of each column, rows × columns, to stay until the way back.
    func draw(from heads: Tensor, _ pass: Pass) { inference.infer(from: heads, drawing: true, pass) }

    /// Goes the same way by the mean of each level, given the means that it depends on.
    func settle(on heads: Tensor, _ pass: Pass) { inference.infer(from: heads, drawing: false, pass) }

    /// z of a level, given that of one above it, latent × columns: of those between each has its mean, given the one above, or
    /// is drawn.
    ///
    /// - Parameter noise: what the draws of each item are drawn by; empty for means.
    func descend(_ z: Tensor, from level: Int, to target: Int, noise: [NoiseSource], _ pass: Pass) -> Tensor {
        levels[level].take(z, pass)
        for (column, source) in noise.enumerated() { setNoise(ofColumn: column, draw: 0, source) }
        for below in (target..<level).reversed() {
            levels[below].infer(from: generation.heads(of: below, pass), drawing: !noise.isEmpty, pass)
        }
        return levels[target].sample
    }

    /// Σ (log p − log q) of a column's draws over all levels, in nats.
    func logRatio(ofColumn column: Int) -> Double {
        levels.reduce(0) { $0 - $1.divergence(ofColumn: column) }
    }

    /// log q − log p of each coordinate of a level's draws in nats, latent × columns; nil where q or p has none for each.
    func coordinateDivergences(ofLevel level: Int, _ pass: Pass) -> [Float]? {
        guard levels[level].hasCoordinates else { return nil }
        if level < levels.count - 1 { return levels[level].coordinateDivergences(pass) }
        return generation.coordinateDensitiesOfTop(pass).map {
            levels[level].coordinateDivergences(priorDensities: $0, pass)
        }
    }

    /// Adds a column's terms to a loss: its reconstruction, the sum of the levels' divergences, and each of them.
    func addTerms(ofColumn column: Int, recon: Double, to loss: inout BatchLoss) {
        loss.terms[0] += recon
        for (number, level) in levels.enumerated() {
            let divergence = level.divergence(ofColumn: column)
            loss.terms[1] += divergence
            if levels.count > 1 { loss.terms[2 + number] += divergence }
        }
    }

    /// The way back: the gradient for the encoder's heads by column, given that for the lowest sample, which has the shares
    /// of the columns in it already.
    ///
    /// - Parameter weighing: the shares, and what takes the place of the loss's own gradient.
    func differentiate(
        sampleGradient: Tensor, _ weighing: ChainWeighing, _ use: GradientUse, _ pass: Pass
    ) -> Tensor {
        levels[0].sampleGradient.copy(from: sampleGradient)
        return inference.differentiate(weighing, use, pass)
    }
}

/// What the columns of a chain count for on the way back.
struct ChainWeighing {
    /// beta · each column's share of the mean loss.
    let weights: Tensor
    /// Where given, gradients reach what q's moments are made by through the samples alone, times these (columns).
    let pathFactors: Tensor?
}

/// What the latents of each level are inferred from.
protocol LevelInference: AnyObject {
    /// Takes the encoder's heads of each column to the latents of all levels: draws, which are measured, or means.
    func infer(from heads: Tensor, drawing: Bool, _ pass: Pass)
    /// The gradient for those heads, with that of the lowest sample in its place.
    func differentiate(_ weighing: ChainWeighing, _ use: GradientUse, _ pass: Pass) -> Tensor
}

extension DrawnLevel {
    /// Draws from q's heads, or takes their means.
    func infer(from heads: Tensor, drawing: Bool, _ pass: Pass) {
        if drawing { draw(from: heads, pass) } else { settle(on: heads, pass) }
    }
}
