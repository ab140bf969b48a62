import Threads

/// Numbers that learn in the steps of a run: their optimiser, and room for their gradients.
final class Learner {
    let store: ParameterStore
    let optimizer: Optimizer
    private let gradients: MutableTensor
    private let vector: MutableTensor

    init(_ store: ParameterStore, _ optimizer: Optimizer) {
        (self.store, self.optimizer) = (store, optimizer)
        gradients = MutableTensor(zeros: store.values.count)
        vector = MutableTensor(zeros: store.longestVector)
    }

    /// Does a way back whose gradients are applied, each as soon as it is known.
    ///
    /// - Parameters:
    ///   - step: from 1.
    ///   - rate: learning rate of this step.
    ///   - waits: whether a parameter may have more than one gradient, so that all are summed before any is applied.
    func learn(step: Int, rate: Double, waits: Bool = false, team: ThreadTeam, _ differentiate: (GradientUse) -> Void) {
        if optimizer.needsNorm || waits {
            add(differentiate)
            optimizer.update(
                parameters: store.values, gradients: Tensor(gradients), step: step, rate: rate, team: team)
        } else {
            differentiate(use(update: optimizer.update(of: store.values, step: step, rate: rate)))
            optimizer.updateMatrices(of: store.values, gradients: Tensor(gradients), rate: rate, team: team)
        }
    }

    /// The gradients of a way back for every parameter, in PyTorch's order, with no update.
    func gradients(of differentiate: (GradientUse) -> Void) -> [String: [Float]] {
        add(differentiate)
        let pairs = store.parameters.map { ($0.name, $0.read(from: Tensor(gradients))) }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    private func add(_ differentiate: (GradientUse) -> Void) {
        gradients.fill(0)
        differentiate(use(update: nil))
    }

    private func use(update: ParameterUpdate?) -> GradientUse {
        GradientUse(kept: gradients, vector: vector, update: update, waiting: optimizer.matrices)
    }
}
