/// A parameter as a checkpoint names it, and where its numbers are kept in the flat storage of its kind.
///
/// Checkpoints hold PyTorch's names and orders; memory holds the order that the kernels like.
public struct Parameter: Sendable {
    public let name: String
    /// The shape in PyTorch: dense (out, in), convolution (out, in, kh, kw), transposed (in, out, kh, kw), or a vector.
    public let shape: [Int]
    let role: Role
    let order: ParameterOrder

    /// What the numbers are to their layer, which decides how they begin.
    enum Role: Equatable, Sendable {
        /// `fanIn` is the product of all dimensions of the weight but the first, as PyTorch counts it.
        case weight(fanIn: Int)
        case bias(fanIn: Int)
        /// Of batch normalisation.
        case scale, shift, mean, variance
        /// Of a codebook, which follows what is encoded.
        case code
        /// Of values that are no pixels.
        case offset, factor
        /// What is no layer's begins as normal draws.
        case free(mean: Float, deviation: Float)
    }

    public var count: Int { shape.reduce(1, *) }

    /// The numbers in PyTorch's order, out of the flat storage.
    func read(from storage: Tensor) -> [Float] {
        var values = [Float](repeating: 0, count: count)
        order.forEachPlace(count: count) { values[$0] = storage[$1] }
        return values
    }

    /// Puts numbers in PyTorch's order into the flat storage.
    func write(_ values: [Float], to storage: MutableTensor) {
        precondition(values.count == count, "a parameter is filled by as many numbers as it has")
        order.forEachPlace(count: count) { storage[$1] = values[$0] }
    }

    /// Puts them there as they come in a file, float32 and little-endian, and says whether all are finite.
    func write(float32 bytes: [UInt8], to storage: MutableTensor) -> Bool {
        precondition(bytes.count == 4 * count, "a parameter is filled by as many numbers as it has")
        return bytes.withUnsafeBytes { bytes in
            var areFinite = true
            order.forEachPlace(count: count) { index, place in
                let value = bytes.loadUnaligned(fromByteOffset: 4 * index, as: Float.self)
                areFinite = areFinite && value.isFinite
                storage[place] = value
            }
            return areFinite
        }
    }
}

/// Where the numbers of a parameter lie, number by number in PyTorch's order.
enum ParameterOrder: Sendable {
    /// A vector of one number for each value (or channel) of a map, from `offset` on.
    case vector(offset: Int, map: MapShape)
    /// Weights in the panels of `Connections`, whose target channels are the first PyTorch dimension and start at `row`.
    case panels(offset: Int, row: Int, target: MapShape, source: MapShape, taps: Int)
    /// Items side by side as those of a batch: `map` × `columns` from `offset` on, each item in a column of its own.
    case items(offset: Int, map: MapShape, columns: Int)

    func forEachPlace(count: Int, _ body: (_ index: Int, _ place: Int) -> Void) {
        switch self {
        case .vector(let offset, let map):
            for index in 0..<count { body(index, offset + map.place(of: index)) }
        case .items(let offset, let map, let columns):
            for index in 0..<count {
                body(index, offset + map.place(of: index % map.count) * columns + index / map.count)
            }
        case .panels(let offset, let row, let target, let source, let taps):
            let rows = source.count * taps
            let columns = (0..<source.count).map(source.place(of:))
            for first in 0..<target.count {
                let channel = row + target.place(of: first)
                let panel = offset + channel / Tensor.lanes * rows * Tensor.lanes + channel % Tensor.lanes
                for second in 0..<source.count {
                    let column = columns[second]
                    for tap in 0..<taps {
                        body(
                            (first * source.count + second) * taps + tap,
                            panel + (tap * source.count + column) * Tensor.lanes)
                    }
                }
            }
        }
    }
}
