/// Room for the flat parameters of a model, given out layer by layer as the model is built.
struct ParameterLayout {
    /// Numbers that training changes.
    private(set) var parameters: [Parameter] = []
    private(set) var count = 0
    /// Numbers in `parameters`: `count` without the padding.
    private(set) var namedCount = 0
    /// Numbers in the longest bias, scale or shift.
    private(set) var longestVector = 0
    /// Numbers that a model keeps but no gradient changes: running statistics, codebooks.
    private(set) var statistics: [Parameter] = []
    private(set) var statisticsCount = 0
    var budget = ModelBudget()
    private var noises: UInt64 = 0

    /// A number for a layer that draws, which no other layer of the model has.
    mutating func takeNoise() -> UInt64 {
        noises += 1
        return noises
    }

    /// Room for a bias, a scale or a shift.
    mutating func reserve(_ count: Int) -> Range<Int> {
        longestVector = max(longestVector, count)
        return reserveWeights(count)
    }

    /// Room for `count` numbers, rounded up to whole vectors.
    mutating func reserveWeights(_ count: Int) -> Range<Int> {
        let start = self.count
        self.count += Tensor.padded(count)
        return start..<start + count
    }

    mutating func reserveStatistics(_ count: Int) -> Range<Int> {
        let start = statisticsCount
        statisticsCount += Tensor.padded(count)
        return start..<start + count
    }

    /// Room for items of a shape side by side, as those of a batch.
    ///
    /// - Parameter shape: in PyTorch, the number of items first.
    mutating func reserveItems(
        _ name: String, shape: [Int], map: MapShape, role: Parameter.Role
    ) -> Range<Int> {
        let columns = Tensor.columns(for: shape[0])
        let range = reserve(map.count * columns)
        add(name, shape: shape, role: role, order: .items(offset: range.lowerBound, map: map, columns: columns))
        return range
    }

    /// The same for what no gradient changes.
    mutating func reserveStatisticItems(_ name: String, shape: [Int], map: MapShape, role: Parameter.Role) -> Range<Int>
    {
        let columns = Tensor.columns(for: shape[0])
        let range = reserveStatistics(map.count * columns)
        add(name, shape: shape, role: role, order: .items(offset: range.lowerBound, map: map, columns: columns))
        return range
    }

    mutating func add(_ name: String, shape: [Int], role: Parameter.Role, order: ParameterOrder) {
        let parameter = Parameter(name: name, shape: shape, role: role, order: order)
        switch role {
        case .weight, .bias, .scale, .shift, .free:
            parameters.append(parameter)
            namedCount += parameter.count
        case .mean, .variance, .code, .offset, .factor: statistics.append(parameter)
        }
    }
}
