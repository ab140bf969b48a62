/// What every layer is told about the batch that passes through it.
struct Batch {
    let items: Int
    /// The items, rounded up to whole vectors: how wide the rows of every value are.
    let columns: Int
    /// Whether batch statistics are used and kept, or the running ones.
    let isTraining: Bool
    let team: ThreadTeam

    init(items: Int, isTraining: Bool, team: ThreadTeam) {
        self.items = items
        columns = Tensor.columns(for: items)
        self.isTraining = isTraining
        self.team = team
    }
}
