/// Rows and columns of a block of results that are there.
package struct BlockSize {
    package var height: Int
    package var width: Int

    package init(height: Int, width: Int) { (self.height, self.width) = (height, width) }
}

/// Sums of products of two lists of numbers: which numbers meet in each of them.
package struct ProductTerms: Sendable {
    /// Sum by sum.
    package let terms: [Term]

    package struct Term: Sendable {
        package var first: Int
        package var second: Int
        package var sum: Int
        /// The first row and the first column of results that want it.
        package var row: Int
        package var column: Int

        /// Whether any result of a block that stands over the edge wants it.
        @inline(__always)
        package func isWanted(_ size: BlockSize) -> Bool { row < size.height && column < size.width }
    }

    /// The sums along one axis, taken along both of a square, whose places are counted row by row.
    ///
    /// - Parameter square: for each sum the numbers' places along the axis, and the first result there that wants the product.
    init(square sums: [[(first: Int, second: Int, result: Int)]]) {
        let places = sums.joined()
        let firsts = 1 + (places.map { $0.first }.max() ?? 0)
        let seconds = 1 + (places.map { $0.second }.max() ?? 0)
        var terms: [Term] = []
        for (row, above) in sums.enumerated() {
            for (column, beside) in sums.enumerated() {
                for y in above {
                    for x in beside {
                        terms.append(
                            Term(
                                first: y.first * firsts + x.first, second: y.second * seconds + x.second,
                                sum: row * sums.count + column, row: y.result, column: x.result))
                    }
                }
            }
        }
        self.terms = terms
    }

    /// Hands out the terms of each sum in turn.
    @inline(__always)
    func forEachSum(_ body: (_ sum: Int, UnsafeBufferPointer<Term>) -> Void) {
        terms.withUnsafeBufferPointer { terms in
            var first = 0
            while first < terms.count {
                let sum = terms[first].sum
                var end = first
                while end < terms.count, terms[end].sum == sum { end += 1 }
                body(sum, UnsafeBufferPointer(rebasing: terms[first..<end]))
                first = end
            }
        }
    }
}
