import TensorStreams

/// Where a model keeps the numbers that values are scaled by: `scale.offset` and `scale.factor`, a number for each value of an
/// item as PyTorch numbers them, or one for all.
struct ScalePlan: Sendable {
    private let scale: ValueScale
    private let offsets, factors: Range<Int>

    /// nil where values are taken as they are.
    init?(_ scale: ValueScale?, _ image: MapShape, _ layout: inout ParameterLayout) {
        guard let scale, scale.kind != .none else { return nil }
        let map = scale.isOverAll ? MapShape(channels: 1) : image
        func reserve(_ name: String, _ role: Parameter.Role) -> Range<Int> {
            let range = layout.reserveStatistics(map.count)
            layout.add(name, shape: [map.count], role: role, order: .vector(offset: range.lowerBound, map: map))
            return range
        }
        self.scale = scale
        (offsets, factors) = (reserve("scale.offset", .offset), reserve("scale.factor", .factor))
    }

    func scaling(in store: ParameterStore) -> ValueScaling {
        let statistics = Tensor(store.statistics)
        return ValueScaling(offsets: statistics[offsets].array, factors: statistics[factors].array)
    }

    /// - Throws: `NetworkError` where items have no statistics in float32.
    func set(by items: some ItemRuns, in store: ParameterStore) throws(NetworkError) {
        let scaling = try ValueScaling(of: items, scale)
        store.statistics[offsets].copy(from: scaling.offsets)
        store.statistics[factors].copy(from: scaling.factors)
    }
}
