import Threads

/// The products of a dense layer whose input is mostly zeros.
///
/// Each number meets the weights of its value, or the gradients of its item, as a scalar; what limits the kernels is the
/// load of one vector for each multiply-add.
extension Connections {
    /// `forward` for the items of a sparse batch.
    func forward(
        weights: Tensor, bias: Tensor, source: SparseBatch, items: Int, target: MutableTensor, columns: Int, tail: Tail,
        team: ThreadTeam
    ) {
        func run(_ sink: some ValueSink) {
            forward(weights, bias, source, items, into: sink, columns, team)
        }
        switch tail {
        case .none: run(Store(target: target.pointer))
        case .leaky(let slope): run(LeakyStore(target: target.pointer, slope: slope))
        case .leakyGradient(let slope, let output):
            run(LeakyGradientStore(target: target.pointer, output: output.pointer, slope: slope))
        }
    }

    private func forward<Sink: ValueSink>(
        _ weights: Tensor, _ bias: Tensor, _ source: SparseBatch, _ items: Int, into sink: Sink, _ columns: Int,
        _ team: ThreadTeam
    ) {
        let (weights, bias, weightRows) = (weights.pointer, bias.pointer, weightRows)
        let (targetChannels, panels) = (targetChannels, panels)
        let byItem = source.byItem
        team.forEachRange(of: (panels + 1) / 2) { range in
            for pair in range {
                let panel = 2 * pair
                let product = SparseForward(
                    weights: weights + panel * weightRows * Tensor.lanes, bias: bias + panel * Tensor.lanes,
                    run: weightRows * Tensor.lanes,
                    source: byItem, items: items, sink: sink, place: panel * Tensor.lanes * columns, columns: columns)
                let rows = targetChannels - panel * Tensor.lanes
                panel + 1 < panels
                    ? product.compute(Columns32.self, rows: rows) : product.compute(Columns16.self, rows: rows)
            }
        }
    }

    /// `weightGradient` for the values of a sparse batch.
    func weightGradient<Sink: ValueSink>(
        source: SparseBatch, target: Tensor, into sink: Sink, columns: Int, work: MutableTensor, team: ThreadTeam
    ) {
        transposeToPanels(target, work, pixels: 1, channels: targetChannels, columns: columns, team: team)
        let product = SparseWeightGradient(
            source: source.byValue, target: work.pointer, sink: sink, columns: columns,
            run: weightRows * Tensor.lanes)
        let block = SparseWeightGradient<Sink>.panels
        let groups = (panels + block - 1) / block
        let (rows, panels) = (weightRows, panels)
        team.forEachRange(of: groups * rows, grain: 16) { range in
            for index in range { product.cover(value: index % rows, panels: index / rows * block..<panels) }
        }
    }
}

/// One or two panels of target channels, for all items, sixteen at a time.
private struct SparseForward<Sink: ValueSink> {
    let weights: UnsafePointer<Float>
    let bias: UnsafePointer<Float>
    /// From one panel's weights to the next one's.
    let run: Int
    let source: SparseBatch.Lists
    let items: Int
    let sink: Sink
    let place: Int
    let columns: Int

    @inline(__always)
    func compute<C: ColumnTile>(_: C.Type, rows: Int) {
        let square = Tensor.lanes * Tensor.lanes
        for first in stride(from: 0, to: columns, by: Tensor.lanes) {
            // Sixteen items × the channels of each panel, and the same turned, on the stack.
            var (block, turned) = (Wider<Columns256>(), Columns256())
            withUnsafeMutableBytes(of: &block) { block in
                withUnsafeMutableBytes(of: &turned) { turned in
                    let (block, turned) = (floats(block), floats(turned))
                    for lane in 0..<min(Tensor.lanes, items - first) {
                        let sums = sum(C.self, of: source[first + lane])
                        sums.forEach(from: lane * Tensor.lanes, run: square) { storeVector($1, block + $0) }
                    }
                    for row in 0..<min(C.width, rows) {
                        let lane = row % Tensor.lanes
                        if lane == 0 {
                            transposeBlock(
                                block + row * Tensor.lanes, stride: Tensor.lanes, turned, stride: Tensor.lanes)
                        }
                        sink.take(loadVector(turned + lane * Tensor.lanes), at: place + row * columns + first)
                    }
                }
            }
        }
    }

    @inline(__always)
    private func floats(_ bytes: UnsafeMutableRawBufferPointer) -> UnsafeMutablePointer<Float> {
        bytes.assumingMemoryBound(to: Float.self).baseAddress.unsafelyUnwrapped
    }

    #if NARROW_REGISTERS
        /// Two sums at a time hide the latency of the multiply-add, and leave registers for what is multiplied.
        @inline(__always)
        private func sum<C: ColumnTile>(_: C.Type, of entries: UnsafeBufferPointer<SparseBatch.Entry>) -> C {
            var a = C(loading: bias, run: Tensor.lanes)
            var b = C()
            var index = 0
            while index + 2 <= entries.count {
                add(entries[index], to: &a)
                add(entries[index + 1], to: &b)
                index += 2
            }
            if index < entries.count { add(entries[index], to: &a) }
            a += b
            return a
        }
    #else
        /// Four sums at a time hide the latency of the multiply-add.
        @inline(__always)
        private func sum<C: ColumnTile>(_: C.Type, of entries: UnsafeBufferPointer<SparseBatch.Entry>) -> C {
            var a = C(loading: bias, run: Tensor.lanes)
            var (b, c, d) = (C(), C(), C())
            var index = 0
            while index + 4 <= entries.count {
                add(entries[index], to: &a)
                add(entries[index + 1], to: &b)
                add(entries[index + 2], to: &c)
                add(entries[index + 3], to: &d)
                index += 4
            }
            while index < entries.count {
                add(entries[index], to: &a)
                index += 1
            }
            a += b
            c += d
            a += c
            return a
        }
    #endif

    @inline(__always)
    private func add<C: ColumnTile>(_ entry: SparseBatch.Entry, to sum: inout C) {
        sum.add(entry.number, times: C(loading: weights + Int(entry.place), run: run))
    }
}

/// The weights of one value for some panels of target channels.
private struct SparseWeightGradient<Sink: ValueSink> {
    let source: SparseBatch.Lists
    let target: UnsafePointer<Float>
    let sink: Sink
    let columns: Int
    /// From one panel's weights to the next one's.
    let run: Int

    #if NARROW_REGISTERS
        /// Four panels are half of AVX2's registers.
        typealias Block = Columns64
    #else
        typealias Block = Columns128
    #endif
    static var panels: Int { Block.width / Tensor.lanes }

    /// At most the panels of a block, from the first of the range.
    @inline(__always)
    func cover(value: Int, panels: Range<Int>) {
        if panels.count >= Self.panels { return compute(Block.self, value: value, panel: panels.lowerBound) }
        for panel in panels { compute(Columns16.self, value: value, panel: panel) }
    }

    @inline(__always)
    private func compute<C: ColumnTile>(_: C.Type, value: Int, panel: Int) {
        let gradients = target + panel * columns * Tensor.lanes
        var sums = C()
        for entry in source[value] {
            sums.add(entry.number, times: C(loading: gradients + Int(entry.place), run: columns * Tensor.lanes))
        }
        sums.forEach(from: panel * run + value * Tensor.lanes, run: run) { sink.take($1, at: $0) }
    }
}
