import Threads

/// The sum over the columns of each row of `values`, rows × columns.
enum SpreadSums {
    static func sum(_ values: Tensor, columns: Int, into sums: MutableTensor, team: ThreadTeam) {
        let (source, target) = (values.pointer, sums.pointer)
        team.forEachRange(of: sums.count, grain: 64) { range in
            for row in range {
                var total = Vector.zero
                for column in stride(from: 0, to: columns, by: Tensor.lanes) {
                    total += loadVector(source + row * columns + column)
                }
                target[row] = total.sum()
            }
        }
    }
}
