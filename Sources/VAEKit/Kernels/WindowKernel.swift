import Threads

/// Square windows of a map, each of which stands for one pixel of a smaller map: pooling, and the way back from it, which is
/// also how a map is enlarged.
///
/// Limited by memory.
struct WindowKernel {
    let map: MapShape
    /// One pixel for each window.
    let reduced: MapShape
    let size: Int
    let stride: Int
    let columns: Int

    /// `reduced[p] = factor · Σ map[q]` over the pixels q of window p.
    func sum(_ map: Tensor, into reduced: MutableTensor, factor: Float, team: ThreadTeam) {
        let (values, results) = (map.pointer, reduced.pointer)
        forEachRow(of: self.reduced, team) { pixel, channel, row in
            for column in Swift.stride(from: 0, to: columns, by: Tensor.lanes) {
                var sum = Vector.zero
                forEachPixel(of: pixel) { _, place in
                    sum += loadVector(values + (place * self.map.channels + channel) * columns + column)
                }
                storeVector(sum * factor, results + row * columns + column)
            }
        }
    }

    /// `map[q] = factor · Σ reduced[p]` over the windows p that q lies in.
    func spread(_ reduced: Tensor, into map: MutableTensor, factor: Float, team: ThreadTeam) {
        let (values, results) = (reduced.pointer, map.pointer)
        forEachRow(of: self.map, team) { pixel, channel, row in
            for column in Swift.stride(from: 0, to: columns, by: Tensor.lanes) {
                var sum = Vector.zero
                forEachWindow(with: pixel) { _, window in
                    sum += loadVector(values + (window * self.map.channels + channel) * columns + column)
                }
                storeVector(sum * factor, results + row * columns + column)
            }
        }
    }

    /// `reduced[p] = max map[q]` over the pixels of window p; `taps` gets which pixel of the window it was, the first of
    /// several.
    func maximum(_ map: Tensor, into reduced: MutableTensor, taps: MutableTensor, team: ThreadTeam) {
        let (values, results, numbers) = (map.pointer, reduced.pointer, taps.pointer)
        forEachRow(of: self.reduced, team) { pixel, channel, row in
            for column in Swift.stride(from: 0, to: columns, by: Tensor.lanes) {
                var (best, number) = (Vector(repeating: -.infinity), Vector.zero)
                forEachPixel(of: pixel) { tap, place in
                    let value = loadVector(values + (place * self.map.channels + channel) * columns + column)
                    let isAbove = value .> best
                    best.replace(with: value, where: isAbove)
                    number.replace(with: Vector(repeating: Float(tap)), where: isAbove)
                }
                storeVector(best, results + row * columns + column)
                storeVector(number, numbers + row * columns + column)
            }
        }
    }

    /// `map[q] = Σ reduced[p]` over the windows p whose maximum was q.
    func spreadMaximum(_ reduced: Tensor, taps: Tensor, into map: MutableTensor, team: ThreadTeam) {
        let (values, results, numbers) = (reduced.pointer, map.pointer, taps.pointer)
        forEachRow(of: self.map, team) { pixel, channel, row in
            for column in Swift.stride(from: 0, to: columns, by: Tensor.lanes) {
                var sum = Vector.zero
                forEachWindow(with: pixel) { tap, window in
                    let place = (window * self.map.channels + channel) * columns + column
                    let isTaken = loadVector(numbers + place) .== Float(tap)
                    sum += Vector.zero.replacing(with: loadVector(values + place), where: isTaken)
                }
                storeVector(sum, results + row * columns + column)
            }
        }
    }

    @inline(__always)
    private func forEachRow(
        of map: MapShape, _ team: ThreadTeam, _ body: (_ pixel: Int, _ channel: Int, _ row: Int) -> Void
    ) {
        team.forEachRange(of: map.count, grain: 16) { range in
            for row in range { body(row / map.channels, row % map.channels, row) }
        }
    }

    /// The pixels of a window, numbered within it.
    @inline(__always)
    private func forEachPixel(of window: Int, _ body: (_ tap: Int, _ pixel: Int) -> Void) {
        let (top, left) = (window / reduced.width * stride, window % reduced.width * stride)
        for y in 0..<size {
            for x in 0..<size { body(y * size + x, (top + y) * map.width + left + x) }
        }
    }

    /// The windows that a pixel lies in, and which of their pixels it is.
    @inline(__always)
    private func forEachWindow(with pixel: Int, _ body: (_ tap: Int, _ window: Int) -> Void) {
        let (y, x) = (pixel / map.width, pixel % map.width)
        for row in windows(over: y, count: reduced.height) {
            for column in windows(over: x, count: reduced.width) {
                body((y - row * stride) * size + x - column * stride, row * reduced.width + column)
            }
        }
    }

    @inline(__always)
    private func windows(over place: Int, count: Int) -> Range<Int> {
        let first = place < size ? 0 : (place - size) / stride + 1
        return first..<max(first, min(place / stride + 1, count))
    }
}
