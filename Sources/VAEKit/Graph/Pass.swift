import TensorStreams
import Threads

/// One way of a batch through a model: what every step of a plan is told.
struct Pass {
    let items: Int
    /// The items, rounded up to whole vectors: how wide the rows of every value are.
    let columns: Int
    /// Whether batch statistics are used and kept, or the running ones.
    let isTraining: Bool
    /// Whether the running statistics follow those of this batch, in training.
    var keepsStatistics = true
    /// What layers that draw draw from, in training.
    let noise: NoiseSource?
    let store: ParameterStore
    let team: ThreadTeam
    /// Told the time at the end of each step's work, where that is wanted.
    let profile: StepProfile?

    init(
        items: Int, isTraining: Bool, store: ParameterStore, noise: NoiseSource? = nil, team: ThreadTeam,
        profile: StepProfile? = nil
    ) {
        self.items = items
        columns = Tensor.columns(for: items)
        self.isTraining = isTraining
        self.store = store
        self.noise = noise
        self.team = team
        self.profile = profile
    }

    /// The same for so many draws of each item.
    func drawing(_ draws: Int) -> Pass { of(items: items * draws) }

    /// The same for so many items.
    func of(items: Int) -> Pass {
        Pass(items: items, isTraining: isTraining, store: store, noise: noise, team: team, profile: profile)
    }
}
