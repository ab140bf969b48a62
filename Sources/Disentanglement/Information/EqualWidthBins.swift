/// Bins of equal width between the least and the largest of some values, as `numpy.histogram` lays them: each holds its
/// lower edge, the last one its upper edge too. Values that are all the same lie in the middle of a range of 1.
package struct EqualWidthBins {
    /// The lower edges.
    private let edges: [Double]

    package init(of values: [Double], count: Int) {
        var (low, high) = (values.min() ?? 0, values.max() ?? 0)
        if low == high { (low, high) = (low - 0.5, high + 0.5) }
        let width = (high - low) / Double(count)
        edges = (0..<count).map { Double($0) * width + low }
    }

    /// The bin of each value.
    package func places(of values: [Double]) -> [Int] { values.map(place) }

    /// The last bin whose lower edge is no larger than the value.
    private func place(_ value: Double) -> Int {
        var (low, high) = (0, edges.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if edges[middle] <= value { low = middle } else { high = middle }
        }
        return low
    }
}
