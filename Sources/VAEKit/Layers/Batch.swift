/// What every layer is told about the batch that passes through it.
struct Batch {
    let items: Int
    /// The items, rounded up to whole vectors: how wide the rows of every value are.
    let columns: Int
    /// Whether batch statistics are used and kept, or the running ones.
    let isTraining: Bool
    let team: ThreadTeam
    /// Told the time at the end of each layer's work, where that is wanted.
    let profile: StepProfile?

    init(items: Int, isTraining: Bool, team: ThreadTeam, profile: StepProfile? = nil) {
        self.items = items
        columns = Tensor.columns(for: items)
        self.isTraining = isTraining
        self.team = team
        self.profile = profile
    }
}
