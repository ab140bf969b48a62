import Threads

/// Convolutions of 3×3 with a stride of 2 and a padding of 1, in fewer multiplications: 2×2 pixels of the target are made of
/// 5×5 of the source by 25 products for each pair of channels in place of 36; and 4×4 pixels of the source, the other way,
/// of 3×3 of the target by as many.
///
/// It is Winograd's F(2, 2) for the pixels of even places, which two of an axis' three weights meet (Lavin & Gray 2016 have
/// it for a stride of 1). As in `Winograd` the items are the lanes, and a block stays in a core's cache from one transform
/// to the other. Limited by the multiply-add; transforms take about a tenth of the time.
struct StridedWinograd: Sendable {
    let source: MapShape
    let target: MapShape

    /// Columns at most, and the room that they have. With more, a channel's are a part of what lies side by side, and a block's
    /// pixels come line by line from far: 128 columns took longer than by the definition.
    static let width = 32
    /// From a channel of a transformed block to the next one, with a cache line between them, or all channels of a value
    /// would want the same few places of the first cache.
    static func channelStride(_ values: Int) -> Int { values * width + 16 }
    /// Vectors of the largest tile.
    private static let mostVectors = 18
    /// Values of a transformed block of a channel, and sums of a tile, at most.
    private static let mostValues = 25
    private static let mostSums = 25
    #if NARROW_REGISTERS
        private static let outweighsMemory = true
    #else
        private static let outweighsMemory = false
    #endif
    /// Blocks are shared out in so many pieces at most, each with a room of its own.
    private static let mostPieces = 32
    static let factors = StridedWinogradTransforms.factors * StridedWinogradTransforms.factors

    /// - Parameters:
    ///   - pairs: pixel pairs that the taps join.
    /// - Returns: nil where fewer multiplications would be no gain: for other kernels, few channels, small or odd maps, or
    ///   registers so wide that two threads wait for the factors, megabytes that each block reads.
    init?(source: MapShape, target: MapShape, kernel: Int, stride: Int, padding: Int, pairs: Int) {
        guard Self.outweighsMemory, kernel == 3, stride == 2, padding == 1, min(source.channels, target.channels) >= 32
        else { return nil }
        (self.source, self.target) = (source, target)
        guard 5 * pairs >= 6 * Self.mostValues * blocks else { return nil }
    }

    private var across: Int { (target.width + 1) / 2 }
    var blocks: Int { across * ((target.height + 1) / 2) }
    var panels: Int { (target.channels + 15) / 16 }

    /// Numbers of the factors: factors × panels × source channels × 16.
    var factorCount: Int { Self.factors * panels * source.channels * 16 }
    /// Zeros, in the place of pixels beyond the edge.
    func edgeCount(_ columns: Int) -> Int { max(source.channels, target.channels) * columns }

    /// Numbers of work space for `forward` and `adjoint` of as many columns as it takes.
    var workCount: Int {
        factorCount + edgeCount(Self.width) + Self.mostPieces * roomOfPiece(max(source.channels, target.channels))
    }

    private func roomOfPiece(_ channels: Int) -> Int {
        channels * Self.channelStride(Self.mostValues) + Self.mostSums * Self.mostVectors * 16
    }

    /// Whether it is a gain for a batch of so many columns.
    func takes(_ columns: Int) -> Bool { columns <= Self.width }

    func place(of block: Int) -> (y: Int, x: Int) { (block / across, block % across) }

    /// `Connections.forward`.
    // Inlined, it would take registers from the ways of other layers.
    @inline(never) func forward(
        _ weights: Tensor, _ bias: Tensor?, _ source: Tensor, into sink: some ValueSink, columns: Int,
        work: MutableTensor, team: ThreadTeam
    ) {
        transform(weights, into: work, team: team)
        let factors = ForwardFactors(
            weights: UnsafePointer(work.pointer), panels: panels, channels: self.source.channels,
            valueStride: Self.channelStride(StridedForward.values * StridedForward.values))
        convolve(
            StridedForward.self, StridedWinogradTransforms.forwardTerms, factors, from: self.source, to: target, bias,
            source, into: sink, columns, work, team)
    }

    /// `Connections.adjoint`.
    @inline(never) func adjoint(
        _ weights: Tensor, _ bias: Tensor?, _ target: Tensor, into sink: some ValueSink, columns: Int,
        work: MutableTensor, team: ThreadTeam
    ) {
        transform(weights, into: work, team: team)
        let factors = AdjointFactors(
            weights: UnsafePointer(work.pointer), panels: panels, channels: source.channels,
            depth: self.target.channels,
            valueStride: Self.channelStride(StridedAdjoint.values * StridedAdjoint.values))
        convolve(
            StridedAdjoint.self, StridedWinogradTransforms.adjointTerms, factors, from: self.target, to: source, bias,
            target, into: sink, columns, work, team)
    }

    private func transform(_ weights: Tensor, into work: MutableTensor, team: ThreadTeam) {
        let (weights, results, channels) = (weights.pointer, work.pointer, source.channels)
        let stride = panels * channels * 16
        team.forEachRange(of: panels * channels, grain: 64) { range in
            for row in range {
                let first = weights + (row / channels * 9 * channels + row % channels) * 16
                StridedWinogradTransforms.weights({ loadVector(first + $0 * channels * 16) }) {
                    storeVector($1, results + $0 * stride + row * 16)
                }
            }
        }
    }

    private func convolve<Direction: StridedDirection, Factors: WinogradFactors, Sink: ValueSink>(
        _: Direction.Type, _ terms: ProductTerms, _ factors: Factors, from map: MapShape, to result: MapShape,
        _ bias: Tensor?, _ values: Tensor, into sink: Sink, _ columns: Int, _ work: MutableTensor,
        _ team: ThreadTeam
    ) {
        let edge = work.pointer + factorCount
        edge.update(repeating: 0, count: edgeCount(columns))
        let (values, bias) = (values.pointer, bias?.pointer)
        let pieces = team.threads == 1 ? 1 : min(2 * team.threads, Self.mostPieces)
        let (room, stride) = (roomOfPiece(map.channels), factors.valueStride)
        let places = Direction.results * Direction.results
        team.forEach(pieces) { piece in
            let transformed = edge + edgeCount(columns) + piece * room
            withUnsafeTemporaryAllocation(of: Int.self, capacity: places) { pixels in
                terms.terms.withUnsafeBufferPointer { terms in
                    for block in (0..<blocks).part(piece, of: pieces) {
                        let (y, x) = place(of: block)
                        Direction.transform(
                            map, y, x, values, columns: columns, edge: edge, stride: stride, into: transformed)
                        for index in 0..<places {
                            let (below, beside) = (index / Direction.results, index % Direction.results)
                            let pixel = result.pixel(y * Direction.results + below, x * Direction.results + beside)
                            pixels.initializeElement(at: index, to: pixel)
                        }
                        let sums = StridedSums<Direction, Factors, Sink>(
                            factors: factors, terms: terms, values: transformed,
                            sums: transformed + map.channels * stride, bias: bias, sink: sink,
                            pixels: UnsafeBufferPointer(pixels), channels: result.channels, columns: columns)
                        for first in Swift.stride(from: 0, to: result.channels, by: 16) {
                            sums.cover(rows: first..<min(first + 16, result.channels), columns: columns)
                        }
                    }
                }
            }
        }
    }
}

/// One of the two ways through a convolution with a stride of 2, block by block.
protocol StridedDirection {
    /// Along each axis of a block: pixels that are read, values that they are transformed to, and pixels of the result.
    static var pixels: Int { get }
    static var values: Int { get }
    static var results: Int { get }
    /// The first pixel along an axis that a block reads.
    static func first(_ block: Int) -> Int
    static func transform(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void)
    static func transformBack(_ load: (_ sum: Int) -> Vector, _ store: (Int, Vector) -> Void)
}

/// From source to target.
enum StridedForward: StridedDirection {
    static var pixels: Int { 5 }
    static var values: Int { 5 }
    static var results: Int { 2 }

    @inline(__always) static func first(_ block: Int) -> Int { 4 * block - 1 }

    @inline(__always) static func transform(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void) {
        StridedWinogradTransforms.source(load, store)
    }

    @inline(__always) static func transformBack(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void) {
        StridedWinogradTransforms.target(load, store)
    }
}

/// From target to source.
enum StridedAdjoint: StridedDirection {
    static var pixels: Int { 3 }
    static var values: Int { 4 }
    static var results: Int { 4 }

    @inline(__always) static func first(_ block: Int) -> Int { 2 * block }

    @inline(__always) static func transform(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void) {
        StridedWinogradTransforms.targetBack(load, store)
    }

    @inline(__always) static func transformBack(_ load: (Int) -> Vector, _ store: (Int, Vector) -> Void) {
        StridedWinogradTransforms.sourceBack(load, store)
    }
}

extension StridedDirection {
    /// Transforms the pixels of a map that a block reads, to channels × values × columns, channels `stride` apart.
    @inline(__always)
    static func transform(
        _ map: MapShape, _ y: Int, _ x: Int, _ values: UnsafePointer<Float>, columns: Int,
        edge: UnsafePointer<Float>, stride: Int, into target: UnsafeMutablePointer<Float>
    ) {
        withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: pixels * pixels) { places in
            for index in 0..<pixels * pixels {
                let pixel = map.pixel(first(y) + index / pixels, first(x) + index % pixels)
                places.initializeElement(at: index, to: pixel < 0 ? edge : values + pixel * map.channels * columns)
            }
            for channel in 0..<map.channels {
                let (offset, target) = (channel * columns, target + channel * stride)
                for column in Swift.stride(from: 0, to: columns, by: Tensor.lanes) {
                    transform({ loadVector(places[$0] + offset + column) }) {
                        storeVector($1, target + $0 * StridedWinograd.width + column)
                    }
                }
            }
        }
    }
}

/// The sums over the channels of one block, transformed to the pixels of the result.
private struct StridedSums<Direction: StridedDirection, Factors: WinogradFactors, Sink: ValueSink>: TiledProduct {
    let factors: Factors
    let terms: UnsafeBufferPointer<ProductTerms.Term>
    let values: UnsafePointer<Float>
    /// Room for one tile at each sum.
    let sums: UnsafeMutablePointer<Float>
    let bias: UnsafePointer<Float>?
    let sink: Sink
    /// Of the result.
    let pixels: UnsafeBufferPointer<Int>
    let channels: Int
    let columns: Int

    @inline(__always)
    func compute<T: Tile>(_: T.Type, row: Int, column: Int) {
        for pixel in pixels where pixel >= 0 {
            T.prepare(sink, from: (pixel * channels + row) * columns + column, rowStride: columns)
        }
        let vectors = T.height * T.Columns.width / 16
        var (index, sum) = (0, 0)
        while index < terms.count {
            var tile = T()
            while index < terms.count, terms[index].sum == sum {
                factors.add(
                    to: &tile, frequency: terms[index].second, row: row,
                    values: values + terms[index].first * StridedWinograd.width + column)
                index += 1
            }
            forEachVector(in: tile) { storeVector($1, sums + (sum * vectors + $0) * 16) }
            sum += 1
        }
        let across = T.Columns.width / 16
        for vector in 0..<vectors {
            let channel = row + vector / across
            let shift = Vector(repeating: bias.map { $0[channel] } ?? 0)
            Direction.transformBack({ loadVector(sums + ($0 * vectors + vector) * 16) }) { index, value in
                guard pixels[index] >= 0 else { return }
                let place = (pixels[index] * channels + channel) * columns + column
                sink.take(value + shift, at: place + vector % across * 16)
            }
        }
    }
}
