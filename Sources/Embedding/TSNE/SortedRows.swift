/// The neighbour graph and its transpose, rows in the order of their columns, so that the two can be merged.
struct SortedRows {
    private let width: Int
    /// Places of a row's neighbours, by column.
    private let outward: [Int32]
    /// Where the places that name a point begin in `inward`.
    private let starts: [Int]
    /// Places that name a point, by row.
    private let inward: [Int32]
    private let indices: [Int32]

    init(_ neighbours: NearestNeighbours) {
        width = neighbours.neighbours
        indices = neighbours.indices
        let count = indices.count / width
        var starts = [Int](repeating: 0, count: count + 1)
        for column in indices { starts[Int(column) + 1] += 1 }
        for row in 0..<count { starts[row + 1] += starts[row] }
        self.starts = starts
        // Going through the graph row by row sorts its transpose; going through that sorts the graph.
        var inward = [Int32](repeating: 0, count: indices.count)
        for (place, column) in indices.enumerated() {
            inward[starts[Int(column)]] = Int32(place)
            starts[Int(column)] += 1
        }
        self.inward = inward
        var outward = [Int32](repeating: 0, count: indices.count)
        var filled = [Int](repeating: 0, count: count)
        for place in inward {
            let row = Int(place) / width
            outward[row * width + filled[row]] = place
            filled[row] += 1
        }
        self.outward = outward
    }

    /// Calls `body` with each point that is a neighbour of `row` or has it as one, in order: its number, its place among
    /// the neighbours of `row`, and the place of `row` among its own.
    func forEachPair(of row: Int, _ body: (Int32, Int?, Int?) -> Void) {
        var out = row * width
        let last = out + width
        var back = starts[row]
        let end = starts[row + 1]
        while out < last || back < end {
            let outColumn = out < last ? indices[Int(outward[out])] : .max
            let backColumn = back < end ? inward[back] / Int32(width) : .max
            let column = min(outColumn, backColumn)
            body(
                column, outColumn == column ? Int(outward[out]) : nil, backColumn == column ? Int(inward[back]) : nil)
            if outColumn == column { out += 1 }
            if backColumn == column { back += 1 }
        }
    }
}
