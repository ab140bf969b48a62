/// Rows sixteen at a time, coordinate by coordinate; behind the last the last stands again.
struct RowBlocks: Sendable {
    let width: Int
    /// Rows.
    let rows: Int
    /// Blocks of sixteen.
    let count: Int
    let lanes: [RowLanes]

    /// - Parameter values: `rows × width`, row-major.
    init(_ values: [Float], width: Int) {
        self.width = width
        rows = values.count / width
        count = (rows + 15) / 16
        var lanes = [RowLanes](repeating: .zero, count: count * width)
        for place in 0..<count * 16 {
            let row = min(place, rows - 1)
            for column in 0..<width {
                lanes[place / 16 * width + column][place % 16] = Double(values[row * width + column])
            }
        }
        self.lanes = lanes
    }

    /// How many of a block's sixteen are rows.
    func present(in block: Int) -> Int { min(16, rows - block * 16) }
}
