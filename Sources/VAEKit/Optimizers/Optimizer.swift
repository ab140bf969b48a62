import Glibc
import Threads

/// Changes the parameters by their gradients; the state of each optimiser is as long as the parameters.
public final class Optimizer {
    let settings: OptimizerSettings
    /// Running means of gradient and squared gradient, or the velocity alone.
    package let state: [MutableTensor]
    /// What changes the matrices, where Adam changes all else.
    private let muon: Muon?
    /// The factor on the learning rate of each number; nil where all have the same.
    private let rateFactors: Tensor?
    /// Where one is kept. In a checkpoint the model has the average, and this the weights that go on.
    var average: WeightAverage?
    /// Of the discriminator, where the model has one.
    private(set) var discriminator: Optimizer?

    /// Of numbers that are no matrices.
    package convenience init(_ settings: OptimizerSettings, count: Int, rateFactors: Tensor? = nil) {
        self.init(settings, count: count, rateFactors: rateFactors, muon: nil)
    }

    private init(_ settings: OptimizerSettings, count: Int, rateFactors: Tensor?, muon: Muon?) {
        (self.settings, self.rateFactors, self.muon) = (settings, rateFactors, muon)
        state = (0..<(settings.kind == .sgd ? 1 : 2)).map { _ in MutableTensor(zeros: count) }
    }

    convenience init(_ settings: OptimizerSettings, for store: ParameterStore) {
        self.init(
            settings, count: store.values.count, rateFactors: store.rateFactors(settings.groups),
            muon: settings.kind == .muon ? Muon(store, groups: settings.groups) : nil)
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

    /// The state of some parameters, as PyTorch calls it.
    private struct Part {
        let name: String
        let storage: MutableTensor
        let parameters: [Parameter]
    }

    private func parts(of store: ParameterStore) -> [Part] {
        let all = store.parameters
        func momentum(_ parameters: [Parameter]) -> Part {
            Part(name: "momentum_buffer", storage: state[0], parameters: parameters)
        }
        if settings.kind == .sgd { return [momentum(all)] }
        let others = muon.map { muon in all.filter { !muon.takes($0) } } ?? all
        let moments = zip(["exp_avg", "exp_avg_sq"], state).map { Part(name: $0, storage: $1, parameters: others) }
        return moments + (muon.map { muon in [momentum(all.filter(muon.takes))] } ?? [])
    }

    /// What names of the tensors begin with in which a checkpoint keeps optimisers' states.
    static let prefix = "optimizer."

    /// What a checkpoint keeps of the state: parameters, whose names have a prefix there, and the storage that it is in.
    func kept(of store: ParameterStore) -> [(prefix: String, storage: MutableTensor, parameters: [Parameter])] {
        parts(of: store).map { ("\(Self.prefix)\($0.name).", $0.storage, $0.parameters) }
    }

    /// The first part of the state that holds a number which is not finite, as messages call it.
    func brokenPart(of store: ParameterStore) -> String? {
        for part in parts(of: store) {
            if let broken = part.parameters.firstBroken(in: Tensor(part.storage)) {
                return "the optimiser's \(part.name).\(broken.name)"
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
        let scale = gradientScale(gradients)
        let update = update(of: parameters, step: step, rate: rate, gradientScale: scale)
        for range in muon?.others(of: gradients.count) ?? [0..<gradients.count] {
            update.apply(gradients, to: range, team: team)
        }
        updateMatrices(of: parameters, gradients: gradients, rate: rate, gradientScale: scale, team: team)
    }

    /// Whether the update of a parameter needs the gradients of all others.
    var needsNorm: Bool { settings.clipNorm > 0 }
    /// Whether there is an update that needs more gradients than a slice of them all.
    var needsWhole: Bool { needsNorm || muon != nil }
    /// The parts of the parameters whose update needs the gradients of a whole matrix.
    var matrices: [Range<Int>] { muon?.ranges ?? [] }

    /// Updates those, when their gradients lie in memory.
    func updateMatrices(
        of parameters: MutableTensor, gradients: Tensor, rate: Double, gradientScale: Float = 1, team: ThreadTeam
    ) {
        muon?.update(
            parameters, gradients, momentum: state[0], settings: settings, rate: rate, scale: gradientScale, team: team)
    }

    /// The update of all but the matrices in one step, to be handed gradients as they are made.
    func update(of parameters: MutableTensor, step: Int, rate: Double, gradientScale: Float = 1) -> ParameterUpdate {
        let isDecoupled = settings.kind == .adamw || settings.kind == .muon
        let penalty = isDecoupled ? 0 : Float(settings.weightDecay)
        switch settings.kind {
        case .adam, .adamw, .muon:
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
