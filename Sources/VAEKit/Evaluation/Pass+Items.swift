extension Pass {
    /// Items × rows, out of rows × columns.
    func byItem(_ values: [Float]) -> [Float] {
        let rows = values.count / columns
        return (0..<items * rows).map { values[$0 % rows * columns + $0 / rows] }
    }

    /// Puts items × rows in rows × columns, with 0 in the columns that pad them.
    func load(_ values: ArraySlice<Float>, into target: MutableTensor) {
        target.fill(0)
        guard items > 0 else { return }
        let rows = values.count / items
        for (index, value) in values.enumerated() { target[index % rows * columns + index / rows] = value }
    }
}
