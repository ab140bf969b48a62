import Threads

/// q(z_1 | x) q(z_2 | z_1) …: each level is inferred from the sample below it (Burda et al. 2015, section 5.1).
final class BottomUpInference: LevelInference {
    private let levels: [DrawnLevel]
    private let generation: LevelGeneration
    /// To the heads of each level but the lowest.
    private let encoders: [Workspace]

    /// - Parameters:
    ///   - capacity: columns of the widest pass.
    ///   - other: whose room for gradients is shared; nil where there is no way back.
    init(
        _ model: Autoencoder, _ levels: [DrawnLevel], _ generation: LevelGeneration, capacity: Int,
        sharing other: Workspace?
    ) {
        (self.levels, self.generation) = (levels, generation)
        encoders = model.upper.compactMap(\.encoder).map {
            Workspace($0, columns: capacity, training: other != nil, sharing: other)
        }
    }

    private var top: Int { levels.count - 1 }

    func infer(from heads: Tensor, drawing: Bool, _ pass: Pass) {
        levels[0].infer(from: heads, drawing: drawing, pass)
        for level in 0..<top {
            let heads = Tensor(encoders[level].forward(levels[level].sample, pass))
            levels[level + 1].infer(from: heads, drawing: drawing, pass)
        }
        guard drawing else { return }
        generation.measureTop(pass)
        for level in (0..<top).reversed() { levels[level].measure(under: generation.heads(of: level, pass), pass) }
    }

    func differentiate(_ weighing: ChainWeighing, _ use: GradientUse, _ pass: Pass) -> Tensor {
        for level in 0..<top {
            levels[level].differentiatePrior(weights: weighing.weights, pass)
            generation.differentiateHeads(of: level, use, pass)
        }
        generation.differentiateTop(weights: weighing.weights, use, pass)
        for level in (0..<top).reversed() { differentiateEncoder(of: level + 1, weighing, use, pass) }
        return Tensor(headGradient(of: 0, weighing, pass))
    }

    /// Takes the gradient of a sample to the weights that its moments are made by, and adds what comes back to the sample
    /// below. Where weights are reached through samples alone, that has another gradient, the loss's own: that below is a
    /// value that the moments, and their density, are functions of.
    private func differentiateEncoder(
        of level: Int, _ weighing: ChainWeighing, _ use: GradientUse, _ pass: Pass
    ) {
        let encoder = encoders[level - 1]
        let gradient = levels[level].differentiateHeads(weights: weighing.weights, pass)
        let back = encoder.backward(gradient, weighing.pathFactors == nil ? use : use.passingOver, pass)
        guard let back else { preconditionFailure("an upper encoder's plan wants the gradient of its input") }
        let sum = levels[level - 1].sampleGradient
        AdditionKernel.add(Tensor(sum), Tensor(back), slope: 1, output: sum, team: pass.team)
        if weighing.pathFactors != nil { encoder.backward(headGradient(of: level, weighing, pass), use, pass) }
    }

    /// The gradient for a level's heads that goes to weights.
    private func headGradient(of level: Int, _ weighing: ChainWeighing, _ pass: Pass) -> MutableTensor {
        guard let factors = weighing.pathFactors else {
            return levels[level].differentiateHeads(weights: weighing.weights, pass)
        }
        return levels[level].differentiatePaths(weights: weighing.weights, factors: factors, pass)
    }
}
