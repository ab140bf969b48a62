import Glibc
import Threads

/// Changes the parameters by their gradients; the state of each optimiser is as long as the parameters.
public final class Optimizer {
    let settings: OptimizerSettings
    /// Running means of gradient and squared gradient, or the velocity alone.
    package let state: [MutableTensor]
    /// The factor on the learning rate of each number; nil where all have the same.
    private let rateFactors: Tensor?
    /// Where one is kept. In a checkpoint the model has the average, and this the weights that go on.
    var average: WeightAverage?
    /// Of the discriminator, where the model has one.
    private(set) var discriminator: Optimizer?

    package init(_ settings: OptimizerSettings, count: Int, rateFactors: Tensor? = nil) {
        (self.settings, self.rateFactors) = (settings, rateFactors)
        state = (0..<(settings.kind == .sgd ? 1 : 2)).map { _ in MutableTensor(zeros: count) }
    }

    convenience init(_ settings: OptimizerSettings, for store: ParameterStore) {
        self.init(settings, count: store.values.count, rateFactors: store.rateFactors(settings.groups))
    }

    /// Of a model, and of its discriminator.
    convenience init(_ settings: OptimizerSettings, for model: any Model) {
        self.init(settings, for: model.store)
        discriminator = model.discriminator.map { Optimizer($0.description.optimizer, for: $0.store) }
    }

    /// This and the discriminator's, each with the numbers that it changes.
    func parts(of model: some Model) -> [(optimizer: Optimizer, store: ParameterStore)] {
        var parts = [(optimizer: self, store: model.store)]
        if let discriminator, let store = model.discriminator?.store { parts.append((discriminator, store)) }
        return parts
    }

    /// Names of the state, as PyTorch has them.
    var stateNames: [String] { settings.kind == .sgd ? ["momentum_buffer"] : ["exp_avg", "exp_avg_sq"] }

    /// What names of the tensors begin with in which a checkpoint keeps optimisers' states.
    static let prefix = "optimizer."
    /// What they begin with for each part of the state, before a parameter's name.
    var statePrefixes: [String] { stateNames.map { "\(Self.prefix)\($0)." } }

    /// The first part of the state that holds a number which is not finite, as messages call it.
    func brokenPart(of store: ParameterStore) -> String? {
        for (name, storage) in zip(stateNames, state) {
            if let broken = store.parameters.firstBroken(in: Tensor(storage)) {
                return "the optimiser's \(name).\(broken.name)"
            }
        }
        return nil
    }

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
            return rateFactors.map { ParameterUpdate.groupedAdam(Grouped(adam, factors: $0)) } ?? .adam(adam)
        case .sgd:
            var sgd = ParameterUpdate.SGD(parameters: parameters, velocity: state[0])
            (sgd.rate, sgd.momentum) = (Float(rate), Float(settings.momentum))
            (sgd.penalty, sgd.gradientScale) = (penalty, gradientScale)
            return rateFactors.map { ParameterUpdate.groupedSGD(Grouped(sgd, factors: $0)) } ?? .sgd(sgd)
        }
    }

    /// The factor that brings the norm of all gradients down to `clipNorm` (Pascanu et al. 2013).
    private func gradientScale(_ gradients: Tensor) -> Float {
        guard settings.clipNorm > 0 else { return 1 }
        let norm = GradientKernel.squaredNorm(gradients).squareRoot()
        return norm > settings.clipNorm ? Float(settings.clipNorm / norm) : 1
    }
}
