import Threads

/// Convolutions in fewer multiplications: a block of pixels of a result is made of a block of pixels of the other map by
/// fewer products for each pair of channels than the taps join pairs of pixels (Winograd's minimal filtering; Lavin & Gray
/// 2016).
///
/// The items are the lanes, so that the transforms are sums of whole vectors. A block of pixels is transformed, multiplied
/// and transformed back while it stays in a core's cache. Limited by the multiply-add; transforms take about a tenth of the
/// time.
struct Winograd: Sendable {
    let source: MapShape
    let target: MapShape
    let padding: Int
    /// Products that a pair of channels has less than by the definition.
    private let saved: Int
    private let chosen: Form
    /// Known to the compiler where registers are wide, so that kernels for the others are not in what it makes.
    private var form: Form { Self.hasWideRegisters ? .three : chosen }

    enum Form {
        case three
        case stridedThree
        case stridedFour

        init?(kernel: Int, stride: Int, padding: Int) {
            switch (kernel, stride, padding) {
            case (3, 1, 0...2): self = .three
            case (3, 2, 1): self = .stridedThree
            case (4, 2, 1): self = .stridedFour
            default: return nil
            }
        }

        var transforms: any WinogradTransforms.Type {
            switch self {
            case .three: WinogradOfThree.self
            case .stridedThree: StridedWinogradOfThree.self
            case .stridedFour: StridedWinogradOfFour.self
            }
        }
    }

    /// Columns that are done at a time, and the room that they have.
    static let width = 32
    /// From a channel of a transformed block to the next one, values × columns with a cache line between them, or all
    /// channels of a value would want the same few places of the first cache.
    static func channelStride(_ values: Int) -> Int { values * width + 16 }
    /// Vectors of the largest tile.
    private static let mostVectors = 18
    /// Blocks are shared out in so many pieces at most, each with a room of its own.
    private static let mostPieces = 32
    /// What a transformed value or a sum takes, in products.
    private static let transformCost = 3
    /// With a stride of 2, registers of 16 floats wait for what narrower ones are too slow to: for larger blocks, which no first
    /// cache holds, and for the factors, which each block reads.
    #if NARROW_REGISTERS
        private static let hasWideRegisters = false
    #else
        private static let hasWideRegisters = true
    #endif

    /// - Parameters:
    ///   - pairs: pixel pairs that the taps join.
    /// - Returns: nil where fewer multiplications would be no gain: for other kernels, few channels, small maps, or
    ///   a stride of 2 where registers are wide.
    init?(source: MapShape, target: MapShape, kernel: Int, stride: Int, padding: Int, pairs: Int) {
        guard let form = Form(kernel: kernel, stride: stride, padding: padding),
            form == .three || !Self.hasWideRegisters
        else { return nil }
        let transforms = form.transforms
        (self.source, self.target, self.padding, chosen) = (source, target, padding, form)
        saved = pairs - transforms.products(source, target)
        let channelPairs = source.channels * target.channels
        let values = transforms.sourceValues * source.channels + transforms.targetSums * target.channels
        let cost = (pairs - saved) * channelPairs + blocks * Self.transformCost * values
        guard 10 * pairs * channelPairs >= 11 * cost else { return nil }
    }

    var panels: Int { (target.channels + 15) / 16 }
    /// Blocks of 2×2 pixels of the target.
    private var blocks: Int { (target.width + 1) / 2 * ((target.height + 1) / 2) }
    var transforms: any WinogradTransforms.Type { form.transforms }

    /// Numbers of the factors: factors × panels × source channels × 16.
    var factorCount: Int { transforms.allFactors * panels * source.channels * 16 }
    /// Zeros, in the place of pixels beyond the edge.
    func edgeCount(_ columns: Int) -> Int { max(source.channels, target.channels) * columns }

    /// Numbers of work space for `forward` and `adjoint`.
    func workCount(_ columns: Int) -> Int { factorCount + edgeCount(columns) + Self.mostPieces * roomOfPiece }

    private var roomOfPiece: Int {
        max(source.channels, target.channels) * Self.channelStride(transforms.mostValues)
            + transforms.mostSums * Self.mostVectors * 16
    }

    /// Whether the products saved outweigh the sums of parts of `weightGradient`, which must be read again.
    func paysBack(_ columns: Int) -> Bool { saved * columns >= 10_000 }

    /// `Connections.forward`.
    func forward(
        _ weights: Tensor, _ bias: Tensor?, _ source: Tensor, into sink: some ValueSink, columns: Int,
        work: MutableTensor, team: ThreadTeam
    ) {
        switch form {
        case .three: forward(WinogradOfThree.self, weights, bias, source, sink, columns, work, team)
        case .stridedThree: forward(StridedWinogradOfThree.self, weights, bias, source, sink, columns, work, team)
        case .stridedFour: forward(StridedWinogradOfFour.self, weights, bias, source, sink, columns, work, team)
        }
    }

    /// `Connections.adjoint`.
    func adjoint(
        _ weights: Tensor, _ bias: Tensor?, _ target: Tensor, into sink: some ValueSink, columns: Int,
        work: MutableTensor, team: ThreadTeam
    ) {
        switch form {
        case .three: adjoint(WinogradOfThree.self, weights, bias, target, sink, columns, work, team)
        case .stridedThree: adjoint(StridedWinogradOfThree.self, weights, bias, target, sink, columns, work, team)
        case .stridedFour: adjoint(StridedWinogradOfFour.self, weights, bias, target, sink, columns, work, team)
        }
    }

    /// `Connections.weightGradient`.
    ///
    /// - Parameter work: room for `gradientWorkCount(columns)` numbers.
    func weightGradient(
        _ source: Tensor, _ target: Tensor, into sink: some ValueSink, columns: Int, work: MutableTensor,
        team: ThreadTeam
    ) {
        precondition(work.count >= gradientWorkCount(columns), "the work space is too small")
        switch form {
        case .three: weightGradient(WinogradOfThree.self, source, target, sink, columns, work, team)
        case .stridedThree: weightGradient(StridedWinogradOfThree.self, source, target, sink, columns, work, team)
        case .stridedFour: weightGradient(StridedWinogradOfFour.self, source, target, sink, columns, work, team)
        }
    }

    // Inlined, either direction would take registers from the ways of other layers.
    @inline(never) private func forward<Transforms: WinogradTransforms>(
        _: Transforms.Type, _ weights: Tensor, _ bias: Tensor?, _ source: Tensor, _ sink: some ValueSink,
        _ columns: Int, _ work: MutableTensor, _ team: ThreadTeam
    ) {
        transform(Transforms.self, weights, into: work, team: team)
        let factors = ForwardFactors(
            weights: UnsafePointer(work.pointer), panels: panels, channels: self.source.channels,
            valueStride: Transforms.Forward.channelStride)
        let blocks = WinogradBlocks<Transforms.Forward>(map: self.source, result: target, padding: padding)
        convolve(factors, blocks, bias, source, into: sink, columns, work, team)
    }

    @inline(never) private func adjoint<Transforms: WinogradTransforms>(
        _: Transforms.Type, _ weights: Tensor, _ bias: Tensor?, _ target: Tensor, _ sink: some ValueSink,
        _ columns: Int, _ work: MutableTensor, _ team: ThreadTeam
    ) {
        transform(Transforms.self, weights, into: work, team: team)
        let factors = AdjointFactors(
            weights: UnsafePointer(work.pointer), panels: panels, channels: source.channels,
            depth: self.target.channels, valueStride: Transforms.Adjoint.channelStride)
        let blocks = WinogradBlocks<Transforms.Adjoint>(map: self.target, result: source, padding: padding)
        convolve(factors, blocks, bias, target, into: sink, columns, work, team)
    }

    private func transform<Transforms: WinogradTransforms>(
        _: Transforms.Type, _ weights: Tensor, into work: MutableTensor, team: ThreadTeam
    ) {
        let (weights, results, channels, taps) = (weights.pointer, work.pointer, source.channels, Transforms.taps)
        let stride = panels * channels * 16
        team.forEachRange(of: panels * channels, grain: 64) { range in
            for row in range {
                let first = weights + (row / channels * taps * channels + row % channels) * 16
                Transforms.weights({ loadVector(first + $0 * channels * 16) }) {
                    storeVector($1, results + $0 * stride + row * 16)
                }
            }
        }
    }

    private func convolve<Direction: WinogradDirection, Factors: WinogradFactors, Sink: ValueSink>(
        _ factors: Factors, _ blocks: WinogradBlocks<Direction>, _ bias: Tensor?, _ values: Tensor, into sink: Sink,
        _ columns: Int, _ work: MutableTensor, _ team: ThreadTeam
    ) {
        let edge = work.pointer + factorCount
        edge.update(repeating: 0, count: edgeCount(columns))
        let (values, bias) = (values.pointer, bias?.pointer)
        let pieces = team.threads == 1 ? 1 : min(2 * team.threads, Self.mostPieces)
        let (room, places, terms) = (roomOfPiece, Direction.results * Direction.results, Direction.terms)
        team.forEach(pieces) { piece in
            let transformed = edge + edgeCount(columns) + piece * room
            withUnsafeTemporaryAllocation(of: Int.self, capacity: places) { pixels in
                for part in (0..<blocks.parts(columns)).part(piece, of: pieces) {
                    let (block, column, width) = blocks.place(of: part, columns)
                    blocks.transform(
                        block, values + column, columns: columns, width: width, edge: edge, into: transformed)
                    for index in 0..<places {
                        pixels.initializeElement(at: index, to: blocks.pixel(index, of: block))
                    }
                    let sums = WinogradSums<Direction, Factors, Sink>(
                        factors: factors, terms: terms, values: transformed,
                        sums: transformed + blocks.map.channels * Direction.channelStride, bias: bias, sink: sink,
                        pixels: UnsafeBufferPointer(pixels), size: blocks.size(of: block),
                        channels: blocks.result.channels, column: column, columns: columns)
                    for first in stride(from: 0, to: blocks.result.channels, by: 16) {
                        sums.cover(rows: first..<min(first + 16, blocks.result.channels), columns: width)
                    }
                }
            }
        }
    }
}

/// The sums over the channels of one block, transformed to the pixels of the result.
private struct WinogradSums<Direction: WinogradDirection, Factors: WinogradFactors, Sink: ValueSink>: TiledProduct {
    let factors: Factors
    let terms: ProductTerms
    let values: UnsafePointer<Float>
    /// Room for one tile at each sum.
    let sums: UnsafeMutablePointer<Float>
    let bias: UnsafePointer<Float>?
    let sink: Sink
    /// Of the result.
    let pixels: UnsafeBufferPointer<Int>
    /// Rows and columns of the block that the result has.
    let size: BlockSize
    let channels: Int
    let column: Int
    let columns: Int

    @inline(__always)
    func compute<T: Tile>(_: T.Type, row: Int, column: Int) {
        for pixel in pixels where pixel >= 0 {
            T.prepare(
                sink, from: (pixel * channels + row) * columns + self.column + column, rowStride: columns)
        }
        let vectors = T.height * T.Columns.width / 16
        terms.forEachSum { sum, terms in
            guard terms[0].isWanted(size) else { return }
            var tile = T()
            for term in terms {
                factors.add(
                    to: &tile, factor: term.second, row: row, values: values + term.first * Winograd.width + column)
            }
            forEachVector(in: tile) { storeVector($1, sums + (sum * vectors + $0) * 16) }
        }
        let across = T.Columns.width / 16
        for vector in 0..<vectors {
            let channel = row + vector / across
            let shift = Vector(repeating: bias.map { $0[channel] } ?? 0)
            Direction.transformBack({ loadVector(sums + ($0 * vectors + vector) * 16) }) { index, value in
                guard pixels[index] >= 0 else { return }
                let place = (pixels[index] * channels + channel) * columns + self.column + column
                sink.take(value + shift, at: place + vector % across * 16)
            }
        }
    }
}
