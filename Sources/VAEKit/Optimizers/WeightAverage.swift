import Glibc
import Threads

/// The exponential moving average of a model's weights, and of the running statistics beside them, without bias towards how
/// they began (Kingma & Ba 2014, section 7.2): after t steps Σ Dᵗ⁻ⁱ wᵢ / Σ Dᵗ⁻ⁱ.
public final class WeightAverage {
    /// What names of the tensors begin with in which a checkpoint keeps the weights that a run goes on with.
    static let rawPrefix = Optimizer.prefix + "raw."

    /// Those of the model itself while the two are exchanged.
    let values, statistics: MutableTensor
    private let decay: Double

    /// - Parameter decay: D, within 0..<1.
    init(decay: Double, of store: ParameterStore) {
        self.decay = decay
        values = MutableTensor(zeros: store.values.count)
        statistics = MutableTensor(zeros: store.statistics.count)
    }

    /// Takes in what the model has after a step, numbered from 1.
    func add(_ store: ParameterStore, step: Int, team: ThreadTeam) {
        // What the sum above, with the weights of this step, leaves of the average before is 1 − this.
        let share = Float((1 - decay) / (1 - pow(decay, Double(step))))
        AverageKernel.add(Tensor(store.values), to: values, share: share, team: team)
        AverageKernel.add(Tensor(store.statistics), to: statistics, share: share, team: team)
    }

    /// Gives the model the average, to keep its own numbers here, or takes it back.
    func exchange(with store: ParameterStore) {
        AverageKernel.exchange(values, store.values)
        AverageKernel.exchange(statistics, store.statistics)
    }
}
