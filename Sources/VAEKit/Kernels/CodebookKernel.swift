import Threads

/// What is done with the codes of a book once they are found. Values are positions × width × columns, the numbers of codes
/// positions × columns, a book width × codes with each row padded to whole vectors. Limited by memory.
package struct CodebookKernel {
    let width: Int
    let columns: Int

    package init(width: Int, columns: Int) { (self.width, self.columns) = (width, columns) }

    /// Puts the codes of each place in `output`, or adds them to what is there.
    package func lookUp(
        _ indices: Tensor, in book: Tensor, adding: Bool, output: MutableTensor, team: ThreadTeam
    ) {
        let (from, to, row) = (book.pointer, output.pointer, book.count / width)
        forEachPosition(indices, team) { position, places in
            for number in 0..<width {
                let codes = from + number * row
                let target = to + (position * width + number) * columns
                for column in 0..<columns {
                    let code = codes[Int(places[column])]
                    target[column] = adding ? target[column] + code : code
                }
            }
        }
    }

    /// Takes the codes of each place away from its values.
    ///
    /// - Parameter distances: positions × columns, filled with the squared lengths of what is left.
    package func takeAway(
        _ indices: Tensor, of book: Tensor, from values: Tensor, output: MutableTensor, distances: MutableTensor,
        team: ThreadTeam
    ) {
        let (codes, row, squares) = (book.pointer, book.count / width, distances.pointer)
        let (from, to) = (values.pointer, output.pointer)
        forEachPosition(indices, team) { position, places in
            let square = squares + position * columns
            square.update(repeating: 0, count: columns)
            for number in 0..<width {
                let (codes, first) = (codes + number * row, (position * width + number) * columns)
                for column in 0..<columns {
                    let rest = from[first + column] - codes[Int(places[column])]
                    to[first + column] = rest
                    square[column] += rest * rest
                }
            }
        }
    }

    /// The sum of the values that have each code, and how many those are, in the order of positions and columns whatever the
    /// number of threads.
    ///
    /// - Parameter items: columns that count.
    package func sum(
        _ values: Tensor, by indices: Tensor, items: Int, sums: MutableTensor, counts: MutableTensor, team: ThreadTeam
    ) {
        let (from, to, row, positions) = (values.pointer, sums.pointer, sums.count / width, indices.count / columns)
        counts.fill(0)
        for position in 0..<positions {
            for column in 0..<items { counts[Int(indices[position * columns + column])] += 1 }
        }
        let codes = indices.pointer
        team.forEachRange(of: width) { range in
            for number in range {
                let sums = to + number * row
                sums.update(repeating: 0, count: row)
                for position in 0..<positions {
                    let (values, codes) = (from + (position * width + number) * columns, codes + position * columns)
                    for column in 0..<items { sums[Int(codes[column])] += values[column] }
                }
            }
        }
    }

    /// Adds `factor · share · rest` of each column to a gradient.
    package func pull(
        _ gradient: MutableTensor, along rest: Tensor, factor: Float, shares: Tensor, team: ThreadTeam
    ) {
        let (from, to, shares) = (rest.pointer, gradient.pointer, shares.pointer)
        team.forEachRange(of: rest.count / columns, grain: 16) { range in
            for row in range {
                for column in stride(from: 0, to: columns, by: Tensor.lanes) {
                    let (at, share) = (row * columns + column, factor * loadVector(shares + column))
                    storeVector(fma(share, loadVector(from + at), loadVector(to + at)), to + at)
                }
            }
        }
    }

    /// Hands out the numbers of the codes of each position, whole numbers that are converted once.
    @inline(__always)
    private func forEachPosition(
        _ indices: Tensor, _ team: ThreadTeam, _ body: (_ position: Int, _ places: UnsafePointer<Int32>) -> Void
    ) {
        let codes = indices.pointer
        team.forEachRange(of: indices.count / columns) { range in
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: columns) { places in
                guard let places = places.baseAddress else { return }
                for position in range {
                    for column in 0..<columns { places[column] = Int32(codes[position * columns + column]) }
                    body(position, places)
                }
            }
        }
    }
}

extension CodebookKernel {
    /// Makes codes of sums: `code = factor · sum`, but where the factor is 0 the code stays. All rows are as long.
    package static func settle(_ book: MutableTensor, sums: Tensor, factors: Tensor) {
        let (codes, sums, factors, row) = (book.pointer, sums.pointer, factors.pointer, factors.count)
        for first in stride(from: 0, to: book.count, by: row) {
            for column in stride(from: 0, to: row, by: Tensor.lanes) {
                let (at, factor) = (first + column, loadVector(factors + column))
                let moved = loadVector(sums + at) * factor
                storeVector(loadVector(codes + at).replacing(with: moved, where: factor .> 0), codes + at)
            }
        }
    }
}
