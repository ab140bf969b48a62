/// What importance weights make of the draws for an item: a bound, and what each draw counts for in its gradients.
struct ImportanceWeighing: Equatable, Sendable {
    var gradient = ImportanceWeighted.Gradient.standard
    /// Draws fall into so many groups of one size, in their order: the bound is the mean of the groups' bounds (MIWAE, Rainforth
    /// et al. 2018).
    var groups = 1
    /// Whether the decoder's is the bound of all draws together, and the encoder alone follows that of the groups (PIWAE).
    var groupsEncoderAlone = false
    /// The part of the mean of log w, which is the plain bound, in the place of that of the weights (CIWAE).
    var plainPart = 0.0

    /// Groups of the bound that the loss is.
    var lossGroups: Int { groupsEncoderAlone ? 1 : groups }

    /// The bound of the weights, with its part of the plain one.
    func mix(_ bound: Double, plain: Double) -> Double { bound + plainPart * (plain - bound) }
}

/// The bound that the logarithms of an item's weights give, which come one after another in the order of the draws.
struct ImportanceBound {
    private let weighing: ImportanceWeighing
    private let groupSize: Int
    private var group = LogMeanExp()
    private var draws = 0
    /// Of the groups that are full, and of all draws.
    private var bounds = 0.0
    private var logWeights = 0.0

    init(_ weighing: ImportanceWeighing, draws: Int) {
        self.weighing = weighing
        groupSize = draws / weighing.lossGroups
    }

    mutating func add(_ logWeight: Double) {
        group.add(logWeight)
        draws += 1
        if weighing.plainPart > 0 { logWeights += logWeight }
        guard draws % groupSize == 0 else { return }
        bounds += group.value
        group = LogMeanExp()
    }

    /// In nats, once all draws are there.
    var value: Double {
        let bound = bounds / Double(weighing.lossGroups)
        guard weighing.plainPart > 0 else { return bound }
        return weighing.mix(bound, plain: logWeights / Double(draws))
    }
}
