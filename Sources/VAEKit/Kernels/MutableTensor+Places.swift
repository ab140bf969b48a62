import Threads

extension MutableTensor {
    /// Fills `values × columns` with what becomes of each value of an item, given a number that item and value alone have, for
    /// noise; columns that hold no item get 0. Limited by memory.
    ///
    /// - Parameter first: the number of the first item.
    @inline(__always)
    func fill(
        from values: Tensor, items: Int, columns: Int, first: Int, team: ThreadTeam,
        _ body: (Float, _ place: UInt64) -> Float
    ) {
        let (from, to) = (values.pointer, pointer)
        team.forEachRange(of: values.count / columns, grain: 4) { range in
            for row in range {
                for item in 0..<columns {
                    let at = row * columns + item
                    to[at] = item < items ? body(from[at], UInt64(first + item) << 32 | UInt64(row)) : 0
                }
            }
        }
    }
}
