import Glibc
import Threads

/// Self-attention over the pixels of a map (Vaswani et al. 2017, equation 1), a head at a time: each pixel becomes the mean
/// of all pixels' values, weighted by the softmax of query · key / √(channels of a head).
///
/// The items are the lanes. A few queries are done at a time, and their weights never leave the cache: on the way back they
/// are computed anew from the logarithm of their sum, which alone is kept (as in Dao et al. 2022). Limited by arithmetic.
struct AttentionKernel {
    let pixels: Int
    let channels: Int
    let heads: Int
    let columns: Int

    /// Queries that are done at a time.
    private static let queries = 4

    private var depth: Int { channels / heads }
    private var vectors: Int { columns / 16 }
    private var scale: Float { 1 / Float(depth).squareRoot() }
    /// Numbers that are kept: the logarithm of the sum of each query's weights.
    var keptCount: Int { heads * pixels * columns }
    /// Numbers of work space: two rows of weights for each query at work.
    var workCount: Int { heads * vectors * roomOfPiece }
    private var roomOfPiece: Int { Self.queries * (2 * pixels + 1) * 16 }

    /// - Parameters:
    ///   - input: pixels × (queries, keys, values of all heads) × columns.
    ///   - output: pixels × channels × columns.
    func forward(_ input: Tensor, output: MutableTensor, kept: MutableTensor, work: MutableTensor, team: ThreadTeam) {
        forEachPiece(work, team) { head, column, room in
            let piece = Piece(kernel: self, input: input, head: head, column: column)
            let results = output.pointer + head * depth * columns + column
            for first in stride(from: 0, to: pixels, by: Self.queries) {
                let count = min(Self.queries, pixels - first)
                piece.scores(first, count, into: room)
                for query in 0..<count {
                    let sums = kept.pointer + (head * pixels + first + query) * columns + column
                    storeVector(softmax(room + query * pixels * 16), sums)
                }
                weights(room).products(rows: count, with: piece.values.turned, columns: depth, depth: pixels) {
                    storeVector($2, results + ((first + $0) * channels + $1) * columns)
                }
            }
        }
    }

    /// The gradient for the input.
    func backward(
        _ input: Tensor, output: Tensor, outputGradient: Tensor, inputGradient: MutableTensor, kept: Tensor,
        work: MutableTensor, team: ThreadTeam
    ) {
        forEachPiece(work, team) { head, column, room in
            let piece = Piece(kernel: self, input: input, head: head, column: column)
            let back = PieceGradient(
                piece: piece, kernel: self,
                gradient: outputGradient.pointer + head * depth * columns + column,
                output: output.pointer + head * depth * columns + column,
                target: inputGradient.pointer + head * depth * columns + column)
            back.clear()
            for first in stride(from: 0, to: pixels, by: Self.queries) {
                let count = min(Self.queries, pixels - first)
                piece.scores(first, count, into: room)
                for query in 0..<count {
                    let sum = loadVector(kept.pointer + (head * pixels + first + query) * columns + column)
                    forEachVector(room + query * pixels * 16) { exp($0 - sum) }
                }
                back.add(first, count, weights: room, work: room + Self.queries * pixels * 16)
            }
        }
    }

    @inline(__always)
    private func forEachPiece(
        _ work: MutableTensor, _ team: ThreadTeam,
        _ body: (_ head: Int, _ column: Int, _ room: UnsafeMutablePointer<Float>) -> Void
    ) {
        team.forEach(heads * vectors) { piece in
            body(piece / vectors, piece % vectors * 16, work.pointer + piece * roomOfPiece)
        }
    }

    private func weights(_ room: UnsafeMutablePointer<Float>) -> VectorMatrix {
        VectorMatrix(first: room, row: pixels * 16, column: 16)
    }

    @inline(__always)
    private func forEachVector(_ row: UnsafeMutablePointer<Float>, _ body: (Vector) -> Vector) {
        for at in stride(from: 0, to: pixels * 16, by: 16) { storeVector(body(loadVector(row + at)), row + at) }
    }

    /// Turns a query's scores to weights, and returns the logarithm of the sum of their exponentials.
    private func softmax(_ row: UnsafeMutablePointer<Float>) -> Vector {
        var largest = Vector(repeating: -.infinity)
        forEachVector(row) {
            largest = maximum(largest, $0)
            return $0
        }
        var sum = Vector.zero
        forEachVector(row) {
            let weight = exp($0 - largest)
            sum += weight
            return weight
        }
        let share = 1 / sum
        forEachVector(row) { $0 * share }
        return largest + log(sum)
    }

    /// One head of sixteen items.
    fileprivate struct Piece {
        let kernel: AttentionKernel
        let queries: VectorMatrix
        let keys: VectorMatrix
        let values: VectorMatrix

        init(kernel: AttentionKernel, input: Tensor, head: Int, column: Int) {
            self.kernel = kernel
            let (columns, channels) = (kernel.columns, kernel.channels)
            func matrix(_ part: Int) -> VectorMatrix {
                VectorMatrix(
                    first: input.pointer + (part * channels + head * kernel.depth) * columns + column,
                    row: 3 * channels * columns, column: columns)
            }
            (queries, keys, values) = (matrix(0), matrix(1), matrix(2))
        }

        /// The scaled products of a few queries with all keys, queries × pixels.
        func scores(_ first: Int, _ count: Int, into room: UnsafeMutablePointer<Float>) {
            let (pixels, scale) = (kernel.pixels, kernel.scale)
            queries.from(first).products(rows: count, with: keys, columns: pixels, depth: kernel.depth) {
                storeVector($2 * scale, room + ($0 * pixels + $1) * 16)
            }
        }
    }

    /// The way back through one head of sixteen items.
    fileprivate struct PieceGradient {
        let piece: Piece
        let kernel: AttentionKernel
        let gradient: UnsafePointer<Float>
        let output: UnsafePointer<Float>
        let target: UnsafeMutablePointer<Float>

        private var rowOfInput: Int { 3 * kernel.channels * kernel.columns }
        private var rowOfOutput: Int { kernel.channels * kernel.columns }

        /// Keys and values get parts of their gradients from every query.
        func clear() {
            for pixel in 0..<kernel.pixels {
                for channel in 0..<kernel.depth {
                    for part in 1...2 { storeVector(.zero, place(part, pixel, channel)) }
                }
            }
        }

        /// Adds what a few queries give, whose weights are queries × pixels.
        func add(_ first: Int, _ count: Int, weights: UnsafeMutablePointer<Float>, work: UnsafeMutablePointer<Float>) {
            let (pixels, depth, scale) = (kernel.pixels, kernel.depth, kernel.scale)
            let gradients = VectorMatrix(
                first: gradient + first * rowOfOutput, row: rowOfOutput, column: kernel.columns)
            let means = work + AttentionKernel.queries * pixels * 16
            for query in 0..<count { storeVector(mean(first + query), means + query * 16) }
            // The gradient of the scores.
            gradients.products(rows: count, with: piece.values, columns: pixels, depth: depth) { query, pixel, sum in
                let at = (query * pixels + pixel) * 16
                let change = sum - loadVector(means + query * 16)
                storeVector(loadVector(weights + at) * change * scale, work + at)
            }
            let changes = VectorMatrix(first: work, row: pixels * 16, column: 16)
            changes.products(rows: count, with: piece.keys.turned, columns: depth, depth: pixels) {
                storeVector($2, place(0, first + $0, $1))
            }
            changes.turned.products(
                rows: pixels, with: piece.queries.from(first).turned, columns: depth, depth: count
            ) { addVector($2, to: place(1, $0, $1)) }
            kernel.weights(weights).turned.products(
                rows: pixels, with: gradients.turned, columns: depth, depth: count
            ) { addVector($2, to: place(2, $0, $1)) }
        }

        /// A query's output · its gradient: the mean of what its weights are pulled by.
        private func mean(_ query: Int) -> Vector {
            var sum = Vector.zero
            for channel in 0..<kernel.depth {
                let at = query * rowOfOutput + channel * kernel.columns
                sum = fma(loadVector(output + at), loadVector(gradient + at), sum)
            }
            return sum
        }

        private func place(_ part: Int, _ pixel: Int, _ channel: Int) -> UnsafeMutablePointer<Float> {
            target + pixel * rowOfInput + (part * kernel.channels + channel) * kernel.columns
        }

        @inline(__always)
        private func addVector(_ vector: Vector, to place: UnsafeMutablePointer<Float>) {
            storeVector(loadVector(place) + vector, place)
        }
    }
}

extension VectorMatrix {
    /// The rows from `start` on.
    func from(_ start: Int) -> VectorMatrix { VectorMatrix(first: first + start * row, row: row, column: column) }
}
