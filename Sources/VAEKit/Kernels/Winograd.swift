import CVectors
import Threads

/// Convolutions of 3×3 with a stride of 1, in fewer multiplications: 2×2 pixels of a result are made of 4×4 pixels of the
/// other map by 16 products for each pair of channels in place of 36 (Winograd's F(2×2, 3×3); Lavin & Gray 2016).
///
/// The items are the lanes, so that the transforms are sums of whole vectors. A block of pixels is transformed, multiplied
/// and transformed back while it stays in a core's cache. Limited by the multiply-add.
struct Winograd: Sendable {
    let source: MapShape
    let target: MapShape
    let padding: Int

    static let frequencies = 16
    /// From a channel of a transformed block to the next one, frequencies × columns with a cache line between them, or all
    /// channels of a frequency would want the same few places of the first cache.
    static let channelStride = frequencies * width + 16
    /// Columns that are done at a time, and the room that they have.
    static let width = 32
    /// Vectors of the largest tile.
    private static let mostVectors = 18
    /// Blocks are shared out in so many pieces at most, each with a room of its own.
    private static let mostPieces = 32

    /// - Parameters:
    ///   - pairs: pixel pairs that the taps join.
    /// - Returns: nil where fewer multiplications would be no gain: for other kernels, few channels, or small maps.
    init?(source: MapShape, target: MapShape, kernel: Int, stride: Int, padding: Int, pairs: Int) {
        guard kernel == 3, stride == 1, padding < kernel, min(source.channels, target.channels) >= 8 else { return nil }
        (self.source, self.target, self.padding) = (source, target, padding)
        guard 2 * pairs >= 3 * Self.frequencies * forwardBlocks.count else { return nil }
    }

    var panels: Int { (target.channels + 15) / 16 }
    var forwardBlocks: WinogradBlocks { WinogradBlocks(map: source, result: target, padding: padding) }
    private var adjointBlocks: WinogradBlocks { WinogradBlocks(map: target, result: source, padding: 2 - padding) }

    /// Numbers of the transformed weights: frequencies × panels × source channels × 16.
    var weightCount: Int { Self.frequencies * panels * source.channels * 16 }
    /// Zeros, in the place of pixels beyond the edge.
    func edgeCount(_ columns: Int) -> Int { max(source.channels, target.channels) * columns }

    /// Numbers of work space for `forward` and `adjoint`.
    func workCount(_ columns: Int) -> Int {
        weightCount + edgeCount(columns) + Self.mostPieces * roomOfPiece(max(source.channels, target.channels))
    }

    private func roomOfPiece(_ channels: Int) -> Int {
        channels * Self.channelStride + Self.frequencies * Self.mostVectors * 16
    }

    /// `Connections.forward`.
    func forward(
        _ weights: Tensor, _ bias: Tensor?, _ source: Tensor, into sink: some ValueSink, columns: Int,
        work: MutableTensor,
        team: ThreadTeam
    ) {
        transform(weights, into: work, team: team)
        let factors = ForwardFactors(
            weights: UnsafePointer(work.pointer), panels: panels, channels: self.source.channels,
            valueStride: Self.channelStride)
        convolve(factors, forwardBlocks, bias, source, into: sink, columns, work, team)
    }

    /// `Connections.adjoint`: the convolution with the weights turned by half a circle.
    func adjoint(
        _ weights: Tensor, _ bias: Tensor?, _ target: Tensor, into sink: some ValueSink, columns: Int,
        work: MutableTensor,
        team: ThreadTeam
    ) {
        transform(weights, into: work, team: team)
        let factors = TurnedFactors(
            factors: AdjointFactors(
                weights: UnsafePointer(work.pointer), panels: panels, channels: source.channels,
                depth: self.target.channels, valueStride: Self.channelStride))
        convolve(factors, adjointBlocks, bias, target, into: sink, columns, work, team)
    }

    private func transform(_ weights: Tensor, into work: MutableTensor, team: ThreadTeam) {
        let (weights, results, channels) = (weights.pointer, work.pointer, source.channels)
        let stride = panels * channels * 16
        team.forEachRange(of: panels * channels, grain: 64) { range in
            for row in range {
                let first = weights + (row / channels * 9 * channels + row % channels) * 16
                WinogradTransforms.weights({ loadVector(first + $0 * channels * 16) }) {
                    storeVector($1, results + $0 * stride + row * 16)
                }
            }
        }
    }

    private func convolve<Factors: WinogradFactors>(
        _ factors: Factors, _ blocks: WinogradBlocks, _ bias: Tensor?, _ values: Tensor, into sink: some ValueSink,
        _ columns: Int, _ work: MutableTensor, _ team: ThreadTeam
    ) {
        let edge = work.pointer + weightCount
        edge.update(repeating: 0, count: edgeCount(columns))
        let (values, bias) = (values.pointer, bias?.pointer)
        let pieces = team.threads == 1 ? 1 : min(2 * team.threads, Self.mostPieces)
        let room = roomOfPiece(blocks.map.channels)
        team.forEach(pieces) { piece in
            let transformed = edge + edgeCount(columns) + piece * room
            for part in (0..<blocks.parts(columns)).part(piece, of: pieces) {
                let (block, column, width) = blocks.place(of: part, columns)
                blocks.transform(block, values + column, columns: columns, width: width, edge: edge, into: transformed)
                let sums = WinogradSums(
                    factors: factors, values: transformed,
                    sums: transformed + blocks.map.channels * Self.channelStride, bias: bias, sink: sink,
                    pixels: blocks.results(of: block), channels: blocks.result.channels, column: column,
                    columns: columns)
                for first in stride(from: 0, to: blocks.result.channels, by: 16) {
                    sums.cover(rows: first..<min(first + 16, blocks.result.channels), columns: width)
                }
            }
        }
    }
}

/// Blocks of 2×2 pixels of a result, and of the 4×4 pixels of a map that each is made of.
struct WinogradBlocks {
    let map: MapShape
    let result: MapShape
    let padding: Int

    private var across: Int { (result.width + 1) / 2 }
    var count: Int { across * ((result.height + 1) / 2) }

    /// A block is done some columns at a time.
    func parts(_ columns: Int) -> Int { count * ((columns + Winograd.width - 1) / Winograd.width) }

    func place(of part: Int, _ columns: Int) -> (block: Int, column: Int, width: Int) {
        let column = part / count * Winograd.width
        return (part % count, column, min(Winograd.width, columns - column))
    }

    /// The pixels of the result, row by row; −1 beyond the edge.
    func results(of block: Int) -> SIMD4<Int> {
        var pixels = SIMD4<Int>()
        for index in 0..<4 {
            pixels[index] = result.pixel(block / across * 2 + index / 2, block % across * 2 + index % 2)
        }
        return pixels
    }

    /// Transforms the pixels of the map, to channels × frequencies × columns.
    @inline(__always)
    func transform(
        _ block: Int, _ values: UnsafePointer<Float>, columns: Int, width: Int, edge: UnsafePointer<Float>,
        into target: UnsafeMutablePointer<Float>
    ) {
        withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: 16) { pixels in
            for index in 0..<16 {
                let pixel = map.pixel(
                    block / across * 2 - padding + index / 4, block % across * 2 - padding + index % 4)
                pixels.initializeElement(at: index, to: pixel < 0 ? edge : values + pixel * map.channels * columns)
            }
            for channel in 0..<map.channels {
                let (offset, target) = (channel * columns, target + channel * Winograd.channelStride)
                @inline(__always) func transform(_ column: Int) {
                    WinogradTransforms.pixels({ loadVector(pixels[$0] + offset + column) }) {
                        storeVector($1, target + $0 * Winograd.width + column)
                    }
                }
                // The next block's pixels that are not this one's, which come from far; beyond the last ones this does nothing.
                for index in 0..<4 {
                    prefetch(pixels[10 + index / 2 * 4 + index % 2] + 2 * map.channels * columns + offset)
                }
                transform(0)
                if width > 16 { transform(16) }
            }
        }
    }
}

extension MapShape {
    /// The number of a pixel; −1 beyond the edge.
    @inline(__always)
    func pixel(_ y: Int, _ x: Int) -> Int {
        y >= 0 && y < height && x >= 0 && x < width ? y * width + x : -1
    }
}

/// The transformed weights as a product reads them.
protocol WinogradFactors {
    /// Adds the products of the weights of some result channels at a frequency with the transformed map there.
    func add<T: Tile>(to tile: inout T, frequency: Int, row: Int, values: UnsafePointer<Float>)
    /// From one channel of the transformed map to the next one.
    var valueStride: Int { get }
}

/// Rows are target channels.
struct ForwardFactors: WinogradFactors {
    let weights: UnsafePointer<Float>
    let panels: Int
    let channels: Int
    let valueStride: Int

    @inline(__always)
    func add<T: Tile>(to tile: inout T, frequency: Int, row: Int, values: UnsafePointer<Float>) {
        tile.add(
            scalars: weights + (frequency * panels + row / 16) * channels * 16 + row % 16, rowStride: 1,
            depthStride: 16, values: values, valueStride: valueStride, depth: channels)
    }
}

/// Rows are source channels.
struct AdjointFactors: WinogradFactors {
    let weights: UnsafePointer<Float>
    let panels: Int
    let channels: Int
    let depth: Int
    let valueStride: Int

    @inline(__always)
    func add<T: Tile>(to tile: inout T, frequency: Int, row: Int, values: UnsafePointer<Float>) {
        var scalars = weights + (frequency * panels * channels + row) * 16
        var values = values
        var rest = depth
        while rest > 0 {
            tile.add(
                scalars: scalars, rowStride: 16, depthStride: 1, values: values, valueStride: valueStride,
                depth: min(rest, 16))
            scalars += channels * 16
            values += 16 * valueStride
            rest -= 16
        }
    }
}

/// Rows are source channels, of a convolution with weights that are turned by half a circle.
private struct TurnedFactors: WinogradFactors {
    let factors: AdjointFactors

    var valueStride: Int { factors.valueStride }

    /// Weights that are turned have the first frequency and the last in each other's place, in both directions.
    @inline(__always)
    func add<T: Tile>(to tile: inout T, frequency: Int, row: Int, values: UnsafePointer<Float>) {
        let turned = Self.turned(frequency / 4) * 4 + Self.turned(frequency % 4)
        factors.add(to: &tile, frequency: turned, row: row, values: values)
    }

    @inline(__always)
    private static func turned(_ frequency: Int) -> Int { frequency % 3 == 0 ? 3 - frequency : frequency }
}

/// The sums over the channels of one block, transformed to the pixels of the result.
private struct WinogradSums<Factors: WinogradFactors, Sink: ValueSink>: TiledProduct {
    let factors: Factors
    let values: UnsafePointer<Float>
    /// Room for one tile at each frequency.
    let sums: UnsafeMutablePointer<Float>
    let bias: UnsafePointer<Float>?
    let sink: Sink
    /// Of the result.
    let pixels: SIMD4<Int>
    let channels: Int
    let column: Int
    let columns: Int

    @inline(__always)
    func compute<T: Tile>(_: T.Type, row: Int, column: Int) {
        let vectors = T.height * T.Columns.width / 16
        for frequency in 0..<Winograd.frequencies {
            var tile = T()
            factors.add(
                to: &tile, frequency: frequency, row: row,
                values: values + frequency * Winograd.width + column)
            forEachVector(in: tile) { storeVector($1, sums + (frequency * vectors + $0) * 16) }
        }
        let across = T.Columns.width / 16
        for vector in 0..<vectors {
            let channel = row + vector / across
            let shift = Vector(repeating: bias.map { $0[channel] } ?? 0)
            WinogradTransforms.results({ loadVector(sums + ($0 * vectors + vector) * 16) }) { index, value in
                guard pixels[index] >= 0 else { return }
                let place = (pixels[index] * channels + channel) * columns + self.column + column
                sink.take(value + shift, at: place + vector % across * 16)
            }
        }
    }
}
