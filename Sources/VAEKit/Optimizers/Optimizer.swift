import Glibc
import Threads

/// Changes the parameters by their gradients; the state of each optimiser is as long as the parameters.
public final class Optimizer {
    let settings: OptimizerSettings
    /// Running means of gradient and squared gradient, or the velocity alone.
    package let state: [MutableTensor]

    package init(_ settings: OptimizerSettings, count: Int) {
        self.settings = settings
        state = (0..<(settings.kind == .sgd ? 1 : 2)).map { _ in MutableTensor(zeros: count) }
    }

    /// Names under which a checkpoint keeps the state, as PyTorch calls them.
    var stateNames: [String] { settings.kind == .sgd ? ["momentum_buffer"] : ["exp_avg", "exp_avg_sq"] }

    /// Updates the parameters by gradients that lie in memory.
    ///
    /// - Parameters:
    ///   - step: of this update, from 1.
    ///   - rate: learning rate of this step.
    package func update(parameters: MutableTensor, gradients: Tensor, step: Int, rate: Double, team: ThreadTeam) {
        update(of: parameters, step: step, rate: rate, gradientScale: gradientScale(gradients))
            .apply(gradients, to: 0..<gradients.count, team: team)
    }

    /// Whether the update of a parameter needs the gradients of all others.
    var needsNorm: Bool { settings.clipNorm > 0 }

    /// The update of one step, to be handed gradients as they are made.
    func update(of parameters: MutableTensor, step: Int, rate: Double, gradientScale: Float = 1) -> ParameterUpdate {
        let isDecoupled = settings.kind == .adamw
        let penalty = isDecoupled ? 0 : Float(settings.weightDecay)
        switch settings.kind {
        case .adam, .adamw:
            var adam = ParameterUpdate.Adam(parameters: parameters, mean: state[0], square: state[1])
            let (beta1, beta2) = (settings.beta1, settings.beta2)
            (adam.beta1, adam.beta2, adam.epsilon) = (Float(beta1), Float(beta2), Float(settings.epsilon))
            adam.step = Float(rate / (1 - pow(beta1, Double(step))))
            adam.inverse = Float(1 / sqrt(1 - pow(beta2, Double(step))))
            adam.shrink = isDecoupled ? Float(1 - rate * settings.weightDecay) : 1
            (adam.penalty, adam.gradientScale) = (penalty, gradientScale)
            return .adam(adam)
        case .sgd:
            var sgd = ParameterUpdate.SGD(parameters: parameters, velocity: state[0])
            (sgd.rate, sgd.momentum) = (Float(rate), Float(settings.momentum))
            (sgd.penalty, sgd.gradientScale) = (penalty, gradientScale)
            return .sgd(sgd)
        }
    }

    /// The factor that brings the norm of all gradients down to `clipNorm` (Pascanu et al. 2013).
    private func gradientScale(_ gradients: Tensor) -> Float {
        guard settings.clipNorm > 0 else { return 1 }
        let norm = GradientKernel.squaredNorm(gradients).squareRoot()
        return norm > settings.clipNorm ? Float(settings.clipNorm / norm) : 1
    }
}
