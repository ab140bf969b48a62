import Glibc

/// Changes the parameters by their gradients; the state of each optimiser is as long as the parameters.
package final class Optimizer {
    let settings: OptimizerSettings
    /// Running means of gradient and squared gradient, or the velocity alone.
    package let state: [Tensor]

    package init(_ settings: OptimizerSettings, count: Int) {
        self.settings = settings
        state = (0..<(settings.kind == .sgd ? 1 : 2)).map { _ in Tensor(zeros: count) }
    }

    /// Names under which a checkpoint keeps the state, as PyTorch calls them.
    var stateNames: [String] { settings.kind == .sgd ? ["momentum_buffer"] : ["exp_avg", "exp_avg_sq"] }

    /// - Parameters:
    ///   - step: of this update, from 1.
    ///   - rate: learning rate of this step.
    package func update(parameters: Tensor, gradients: Tensor, step: Int, rate: Double, team: ThreadTeam) {
        let scale = gradientScale(gradients)
        switch settings.kind {
        case .adam, .adamw:
            let isDecoupled = settings.kind == .adamw
            OptimizerKernel.Adam(
                rate: Float(rate), beta1: 0.9, beta2: 0.999, epsilon: 1e-8,
                correction1: Float(1 - pow(0.9, Double(step))), correction2: Float(sqrt(1 - pow(0.999, Double(step)))),
                shrink: isDecoupled ? Float(1 - rate * settings.weightDecay) : 1,
                penalty: isDecoupled ? 0 : Float(settings.weightDecay), gradientScale: scale
            ).update(parameters: parameters, gradient: gradients, mean: state[0], square: state[1], team: team)
        case .sgd:
            OptimizerKernel.SGD(
                rate: Float(rate), momentum: Float(settings.momentum), penalty: Float(settings.weightDecay),
                gradientScale: scale
            ).update(parameters: parameters, gradient: gradients, velocity: state[0], team: team)
        }
    }

    /// The factor that brings the norm of all gradients down to `clipNorm` (Pascanu et al. 2013).
    private func gradientScale(_ gradients: Tensor) -> Float {
        guard settings.clipNorm > 0 else { return 1 }
        let norm = OptimizerKernel.squaredNorm(gradients).squareRoot()
        return norm > settings.clipNorm ? Float(settings.clipNorm / norm) : 1
    }
}
