import TensorStreams
import Threads

/// One way of a batch through a model: what every step of a plan is told.
struct Pass {
    private(set) var items: Int
    /// Whether batch statistics are used and kept, or the running ones.
    let isTraining: Bool
    /// Whether the running statistics follow those of this batch, in training.
    var keepsStatistics = true
    /// What layers that draw draw from, in training.
    let noise: NoiseSource?
    let store: ParameterStore
    let team: ThreadTeam
    /// Which part of a batch the items are, where it is cut into blocks.
    private(set) var block: BatchBlock?
    /// The place of the first item in the batch: noise is drawn by places there.
    private(set) var firstItem: Int
    /// Items of the whole batch, which means are taken over.
    private(set) var batchItems: Int
    /// Told the time at the end of each step's work, where that is wanted.
    let profile: StepProfile?

    /// - Parameter block: whose items they are, where a batch is cut into blocks.
    init(
        items: Int, isTraining: Bool, store: ParameterStore, noise: NoiseSource? = nil, team: ThreadTeam,
        profile: StepProfile? = nil, block: BatchBlock? = nil
    ) {
        self.items = items
        self.isTraining = isTraining
        self.store = store
        self.noise = noise
        self.team = team
        self.profile = profile
        self.block = block
        (firstItem, batchItems) = block.map { ($0.items.lowerBound, $0.batchItems) } ?? (0, items)
        keepsStatistics = block?.isFirstHere ?? true
    }

    /// The items, rounded up to whole vectors: how wide the rows of every value are.
    var columns: Int { Tensor.columns(for: items) }

    /// The items of each block of the batch.
    var blockItems: [Int] {
        block.map { block in block.itemCounts.map { $0 * (batchItems / block.batchItems) } } ?? [items]
    }

    /// The share of the batch that the items are.
    var share: Double { Double(items) / Double(batchItems) }

    /// The same for so many draws of each item.
    func drawing(_ draws: Int) -> Pass {
        var pass = self
        (pass.items, pass.firstItem, pass.batchItems) = (items * draws, firstItem * draws, batchItems * draws)
        return pass
    }

    /// The same for so many items that are none of the batch.
    func of(items: Int) -> Pass {
        var pass = self
        (pass.items, pass.firstItem, pass.batchItems, pass.block) = (items, 0, items, nil)
        return pass
    }
}
