import CVectors
import Threads

/// Sixteen rows of sixteen columns, turned over its diagonal in registers.
///
/// Each round swaps blocks of half the size of the round before: 64 two-operand shuffles for 256 numbers.
@inline(__always)
func transposeBlock(
    _ source: UnsafePointer<Float>, stride: Int, _ target: UnsafeMutablePointer<Float>, stride targetStride: Int
) {
    for half in 0..<2 {
        for other in 0..<2 {
            let block = source + half * 8 * stride + other * 8
            let result = target + other * 8 * targetStride + half * 8
            transposeEight(block, stride: stride, result, stride: targetStride)
        }
    }
}

@inline(__always)
private func transposeEight(
    _ source: UnsafePointer<Float>, stride: Int, _ target: UnsafeMutablePointer<Float>, stride targetStride: Int
) {
    @inline(__always) func row(_ index: Int) -> SIMD8<Float> {
        UnsafeRawPointer(source + index * stride).loadUnaligned(as: SIMD8<Float>.self)
    }
    @inline(__always) func put(_ index: Int, _ value: SIMD8<Float>) {
        UnsafeMutableRawPointer(target + index * targetStride).storeBytes(of: value, as: SIMD8<Float>.self)
    }
    @inline(__always) func evens(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
        SIMD8(lowHalf: a.evenHalf, highHalf: b.evenHalf)
    }
    @inline(__always) func odds(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
        SIMD8(lowHalf: a.oddHalf, highHalf: b.oddHalf)
    }
    // Splitting a pair of rows into even and odd columns three times brings each column's eight numbers together.
    let a0 = evens(row(0), row(1)), a1 = odds(row(0), row(1))
    let a2 = evens(row(2), row(3)), a3 = odds(row(2), row(3))
    let a4 = evens(row(4), row(5)), a5 = odds(row(4), row(5))
    let a6 = evens(row(6), row(7)), a7 = odds(row(6), row(7))
    let b0 = evens(a0, a2), b2 = odds(a0, a2), b1 = evens(a1, a3), b3 = odds(a1, a3)
    let b4 = evens(a4, a6), b6 = odds(a4, a6), b5 = evens(a5, a7), b7 = odds(a5, a7)
    put(0, evens(b0, b4))
    put(4, odds(b0, b4))
    put(1, evens(b1, b5))
    put(5, odds(b1, b5))
    put(2, evens(b2, b6))
    put(6, odds(b2, b6))
    put(3, evens(b3, b7))
    put(7, odds(b3, b7))
}

/// Transposes the values of each pixel, `channels × columns`, to panels of `columns × 16` channels, for
/// `Connections.weightGradient`. Channels that fill up the last panel are zero.
package func transposeToPanels(
    _ source: Tensor, _ target: MutableTensor, pixels: Int, channels: Int, columns: Int, team: ThreadTeam
) {
    let panels = (channels + 15) / 16
    let (source, target) = (source.pointer, target.pointer)
    team.forEachRange(of: pixels * panels, grain: 4) { range in
        transposeToPanels(
            source, target + range.lowerBound * columns * 16, panels: range, channels: channels, stride: columns,
            columns: columns)
    }
}

/// Transposes a range of the panels of all pixels, counted in order, whose rows are `stride` apart; `target` is where the first
/// one goes.
func transposeToPanels(
    _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, panels: Range<Int>, channels: Int,
    stride: Int, columns: Int
) {
    let panelsOfPixel = (channels + 15) / 16
    for index in panels {
        let panel = index % panelsOfPixel
        let rows = min(16, channels - panel * 16)
        let from = source + (index / panelsOfPixel * channels + panel * 16) * stride
        let to = target + (index - panels.lowerBound) * columns * 16
        transposePanel(from, stride: stride, to, rows: rows, columns: columns)
    }
}

/// Transposes up to sixteen rows, `stride` apart, to `columns × 16`.
@inline(__always)
func transposePanel(
    _ source: UnsafePointer<Float>, stride rowStride: Int, _ target: UnsafeMutablePointer<Float>, rows: Int,
    columns: Int
) {
    if rows == 16 {
        for column in stride(from: 0, to: columns, by: 16) {
            // The next panel's rows come from far; behind the last one's end this does nothing.
            for row in 0..<16 { prefetch(source + (16 + row) * rowStride + column) }
            transposeBlock(source + column, stride: rowStride, target + column * 16, stride: 16)
        }
    } else {
        for column in 0..<columns {
            for row in 0..<16 { target[column * 16 + row] = row < rows ? source[row * rowStride + column] : 0 }
        }
    }
}

/// Transposes `rows × columns` to `columns × stride`, where `stride` is at least `rows`; what is over is zero.
///
/// It turns items × values, the order of streams, to values × items, the order of a batch, and back.
package func transpose(
    _ source: Tensor, rows: Int, columns: Int, _ target: MutableTensor, stride: Int, team: ThreadTeam
) {
    team.forEachRange(of: (columns + 15) / 16, grain: 4) { range in
        for block in range {
            let column = block * 16
            for row in Swift.stride(from: 0, to: stride, by: 16) {
                let from = source.pointer + row * columns + column
                let to = target.pointer + column * stride + row
                if row + 16 <= rows && column + 16 <= columns {
                    transposeBlock(from, stride: columns, to, stride: stride)
                    continue
                }
                for x in 0..<min(16, columns - column) {
                    for y in 0..<min(16, stride - row) {
                        to[x * stride + y] = row + y < rows ? from[y * columns + x] : 0
                    }
                }
            }
        }
    }
}
