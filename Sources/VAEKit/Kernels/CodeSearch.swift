import Threads

/// Finds for each vector the nearest of some codes: argmin |x − e|², which is argmax x·e − |e|²/2. Of codes that are as near
/// the lowest is taken.
///
/// A product kernel whose results are compared instead of stored. Limited by arithmetic: vectors × codes × width.
package struct CodeSearch {
    let codes: Int
    package let width: Int

    /// - Parameter codes: how many there are to be found, from the first.
    package init(codes: Int, width: Int) { (self.codes, self.width) = (codes, width) }

    /// Columns that are worked on at a time: their values stay in the first cache while the codes pass.
    private static let block = 64

    /// Numbers of the codes as the search reads them.
    package var preparedCount: Int { Tensor.padded(codes) * (width + 1) }

    /// Lays the codes out in panels of sixteen, and behind them −|e|²/2 of each.
    ///
    /// - Parameter book: width × codes, each row padded to whole vectors, perhaps with more codes than are searched.
    package func prepare(_ book: Tensor, into prepared: MutableTensor) {
        let (from, to, row) = (book.pointer, prepared.pointer, book.count / width)
        for first in stride(from: 0, to: Tensor.padded(codes), by: Tensor.lanes) {
            var squares = Vector.zero
            for number in 0..<width {
                let codes = loadVector(from + number * row + first)
                storeVector(codes, to + first * width + number * Tensor.lanes)
                squares = fma(codes, codes, squares)
            }
            storeVector(squares * -0.5, to + Tensor.padded(codes) * width + first)
        }
    }

    /// - Parameters:
    ///   - values: positions × width × columns.
    ///   - prepared: see `prepare`.
    ///   - indices: positions × columns, overwritten by the numbers of codes.
    ///   - scores: room for as many numbers.
    package func search(
        _ values: Tensor, columns: Int, prepared: Tensor, indices: MutableTensor, scores: MutableTensor,
        team: ThreadTeam
    ) {
        let blocks = (columns + Self.block - 1) / Self.block
        let positions = values.count / width / columns
        let (values, prepared) = (values.pointer, prepared.pointer)
        let (indices, scores) = (indices.pointer, scores.pointer)
        team.forEachRange(of: positions * blocks) { range in
            for piece in range {
                let (position, first) = (piece / blocks, piece % blocks * Self.block)
                let place = position * columns + first
                let search = Nearest(
                    values: values + position * width * columns + first, columns: columns, width: width,
                    indices: indices + place, scores: scores + place)
                search.search(prepared, codes: codes, among: min(Self.block, columns - first))
            }
        }
    }
}

/// The search for some columns of one position.
private struct Nearest {
    let values: UnsafePointer<Float>
    let columns: Int
    let width: Int
    let indices: UnsafeMutablePointer<Float>
    let scores: UnsafeMutablePointer<Float>

    @inline(__always)
    func search(_ prepared: UnsafePointer<Float>, codes: Int, among count: Int) {
        for column in stride(from: 0, to: count, by: Tensor.lanes) {
            storeVector(.zero, indices + column)
            storeVector(Vector(repeating: -.infinity), scores + column)
        }
        let biases = prepared + Tensor.padded(codes) * width
        for first in stride(from: 0, to: codes, by: Tensor.lanes) {
            let panel = Panel(search: self, codes: prepared + first * width, biases: biases + first, first: first)
            panel.cover(rows: 0..<min(Tensor.lanes, codes - first), columns: count)
        }
    }

    /// Sixteen codes.
    struct Panel: TiledProduct {
        let search: Nearest
        let codes: UnsafePointer<Float>
        let biases: UnsafePointer<Float>
        let first: Int

        @inline(__always)
        func compute<T: Tile>(_: T.Type, row: Int, column: Int) {
            var tile = T(bias: biases + row)
            tile.add(
                scalars: codes + row, rowStride: 1, depthStride: Tensor.lanes, values: search.values + column,
                valueStride: search.columns, depth: search.width)
            // Rows of a tile come in their order, and a later code must be nearer than those before.
            tile.forEach(from: 0, rowStride: 1 << 16, run: Tensor.lanes) { place, scores in
                let at = column + place & 0xFFFF
                let best = loadVector(search.scores + at)
                let isNearer = scores .> best
                storeVector(best.replacing(with: scores, where: isNearer), search.scores + at)
                let code = Vector(repeating: Float(first + row + place >> 16))
                let indices = loadVector(search.indices + at)
                storeVector(indices.replacing(with: code, where: isNearer), search.indices + at)
            }
        }
    }
}

/// The search as its definition says it, one number at a time: what the tests hold the fast one against.
package enum NaiveCodeSearch {
    /// - Parameters:
    ///   - book: width × codes, each row `stride` long.
    ///   - values: positions × width × columns.
    /// - Returns: positions × columns.
    package static func search(
        _ values: [Float], columns: Int, book: [Float], codes: Int, stride: Int, width: Int
    ) -> [Int] {
        (0..<values.count / width).map { place in
            let first = place / columns * width * columns + place % columns
            let distances = (0..<codes).map { code in
                (0..<width).reduce(0.0) { sum, row in
                    let difference = Double(values[first + row * columns]) - Double(book[row * stride + code])
                    return sum + difference * difference
                }
            }
            return distances.indices.min { distances[$0] < distances[$1] } ?? 0
        }
    }
}
