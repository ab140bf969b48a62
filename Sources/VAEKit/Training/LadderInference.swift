/// The ladder variational autoencoder (Sønderby et al. 2016): the encoder has something to say of each level, and what it
/// says of those below the topmost is joined, precision by precision, with what p says of them, on the way down.
///
/// The encoder's heads are those of all levels, one below the other, from the lowest.
final class LadderInference: LevelInference {
    private let levels: [DrawnLevel]
    private let generation: LevelGeneration
    /// Of q, 2 · latent × columns, for each level but the topmost.
    private let joined: [MutableTensor]
    private let headGradients: MutableTensor
    private var heads = Tensor(zeros: 0)

    /// - Parameters:
    ///   - capacity: columns of the widest pass.
    ///   - training: whether there will be a way back.
    init(_ levels: [DrawnLevel], _ generation: LevelGeneration, capacity: Int, training: Bool) {
        (self.levels, self.generation) = (levels, generation)
        joined = levels.dropLast().map { MutableTensor(zeros: 2 * $0.latent * capacity) }
        headGradients = MutableTensor(zeros: training ? levels.reduce(0) { $0 + 2 * $1.latent } * capacity : 0)
    }

    private var top: Int { levels.count - 1 }

    /// The rows of a level among the encoder's heads.
    private func place(of level: Int, _ pass: Pass) -> Range<Int> {
        let start = levels[..<level].reduce(0) { $0 + 2 * $1.latent } * pass.columns
        return start..<start + 2 * levels[level].latent * pass.columns
    }

    private func kernel(of level: Int, _ pass: Pass) -> GaussianKernel {
        GaussianKernel(latent: levels[level].latent, columns: pass.columns)
    }

    func infer(from heads: Tensor, drawing: Bool, _ pass: Pass) {
        self.heads = heads
        levels[top].infer(from: heads[place(of: top, pass)], drawing: drawing, pass)
        if drawing { generation.measureTop(pass) }
        for level in (0..<top).reversed() {
            let priorHeads = generation.heads(of: level, pass)
            let both = joined[level][0..<priorHeads.count]
            kernel(of: level, pass).product(
                heads[place(of: level, pass)], priorHeads, heads: both, team: pass.team)
            levels[level].infer(from: Tensor(both), drawing: drawing, pass)
            if drawing { levels[level].measure(under: priorHeads, pass) }
        }
    }

    func differentiate(_ weighing: ChainWeighing, _ use: GradientUse, _ pass: Pass) -> Tensor {
        for level in 0..<top {
            levels[level].differentiatePrior(weights: weighing.weights, pass)
            let gradient = levels[level].differentiateHeads(weights: weighing.weights, pass)
            kernel(of: level, pass).differentiateProduct(
                heads[place(of: level, pass)], levels[level].priorHeads, headGradient: Tensor(gradient),
                first: headGradients[place(of: level, pass)], adding: levels[level].priorHeadGradient, team: pass.team)
            generation.differentiateHeads(of: level, use, pass)
        }
        generation.differentiateTop(weights: weighing.weights, use, pass)
        let gradient = levels[top].differentiateHeads(weights: weighing.weights, pass)
        headGradients[place(of: top, pass)].copy(from: Tensor(gradient))
        return Tensor(headGradients)[0..<heads.count]
    }
}
