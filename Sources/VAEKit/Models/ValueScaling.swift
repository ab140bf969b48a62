import Glibc
import TensorStreams

/// The numbers that values are scaled by: a model sees (value − offset) / factor.
public struct ValueScaling: Equatable, Sendable {
    /// One for each value of an item, in the order of the stream, or one for all.
    public let offsets, factors: [Float]

    /// Values as they are.
    static let identity = ValueScaling(offsets: [0], factors: [1])

    init(offsets: [Float], factors: [Float]) {
        precondition(offsets.count == factors.count, "each value has an offset and a factor")
        (self.offsets, self.factors) = (offsets, factors)
    }

    /// Those of items, at least one: mean and standard deviation (of the items themselves, as divided by their number), or the
    /// least value and what the largest is beyond it. The factor of values that are all the same is 1.
    ///
    /// - Throws: `NetworkError` where they lie further apart than float32 can say.
    public init(of items: some ItemRuns, _ scale: ValueScale) throws(NetworkError) {
        let statistics = ValueStatistics(of: items, columns: scale.isOverAll ? 1 : items.format.valuesPerItem)
        let (offsets, factors) =
            scale.kind == .standard
            ? (statistics.means, statistics.deviations) : (statistics.least, statistics.ranges)
        self.init(
            offsets: offsets.map { Float($0) }, factors: factors.map { Float($0).isNormal ? Float($0) : 1 })
        guard zip(offsets, factors).allSatisfy({ Float($0).isFinite && Float($1).isFinite }) else {
            throw NetworkError("--scale \(scale): its values lie too far apart")
        }
    }

    /// Items as a model sees them, f32; u8 values are 0 to 255.
    public func applied(to items: TensorBatch) -> TensorBatch {
        let columns = offsets.count
        let (offsets, factors) = (offsets.map { Double($0) }, factors.map { Double($0) })
        var scaled = TensorBatch(empty: ItemFormat(type: .f32, shape: items.format.shape))
        items.forEachRun { run in
            let values = run.doubles().enumerated().map { index, value in
                Float((value - offsets[index % columns]) / factors[index % columns])
            }
            scaled.append(TensorBatch(format: scaled.format, floats: values))
        }
        return scaled
    }

    /// What a model puts out, items × values, in the units of the data.
    func undone(_ values: [Float]) -> [Float] {
        if self == .identity { return values }
        let columns = offsets.count
        return values.enumerated().map { index, value in
            Float(Double(value) * Double(factors[index % columns]) + Double(offsets[index % columns]))
        }
    }

    /// What the density of an item of `values` values has, as a logarithm, in the units that a model sees beyond that in the
    /// units of the data: Σ log factor.
    func logFactor(values: Int) -> Double {
        factors.reduce(0) { $0 + Glibc.log(Double($1)) } * Double(values / factors.count)
    }
}

/// Statistics of columns of values, in double precision and in the order of the items.
private struct ValueStatistics {
    private(set) var least, largest, means, deviations: [Double]

    /// - Parameter columns: values of an item, or 1 for statistics over all of them.
    init(of items: some ItemRuns, columns: Int) {
        let count = Double(items.count * items.format.valuesPerItem / columns)
        // Differences from the first item's values, whose sums are exact where all are the same.
        var first: [Double] = []
        (least, largest, means) = ([], [], [Double](repeating: 0, count: columns))
        deviations = means
        items.forEachRun { run in
            let values = run.doubles()
            if first.isEmpty {
                first = Array(values.prefix(columns))
                (least, largest) = (first, first)
            }
            for (index, value) in values.enumerated() {
                let column = index % columns
                least[column] = min(least[column], value)
                largest[column] = max(largest[column], value)
                means[column] += value - first[column]
            }
        }
        for column in 0..<columns { means[column] = first[column] + means[column] / count }
        items.forEachRun { run in
            for (index, value) in run.doubles().enumerated() {
                let difference = value - means[index % columns]
                deviations[index % columns] += difference * difference
            }
        }
        deviations = deviations.map { ($0 / count).squareRoot() }
        for column in 0..<columns where least[column] == largest[column] {
            (means[column], deviations[column]) = (least[column], 0)
        }
    }

    var ranges: [Double] { zip(least, largest).map { $1 - $0 } }
}
