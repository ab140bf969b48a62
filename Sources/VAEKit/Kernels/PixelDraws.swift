import CVectors
import TensorStreams
import Threads

/// Draws black and white pixels from grey ones: each becomes 1 with its grey value as the probability, or else 0
/// (Burda et al. 2015, section 5.1).
///
/// What is drawn depends on the source, the item's number and the pixel's place alone.
package struct PixelDraws: Sendable {
    private let source: NoiseSource
    private let firstItem: Int

    /// - Parameter firstItem: number of the item numbered 0 below in the stream that it comes from.
    package init(_ source: NoiseSource, firstItem: Int = 0) { (self.source, self.firstItem) = (source, firstItem) }

    /// Draws the pixels of the items with the given numbers in place.
    ///
    /// - Parameter rows: items × values within [0, 1].
    package func draw(
        _ rows: MutableTensor, items: some RandomAccessCollection<Int>, values: Int, team: ThreadTeam
    ) {
        team.forEachRange(of: items.count, grain: 4) { range in
            for row in range {
                let item = firstItem + items[items.index(items.startIndex, offsetBy: row)]
                Self.draw(rows.pointer + row * values, count: values, source.derived(UInt64(item)))
            }
        }
    }

    private static func draw(_ pixels: UnsafeMutablePointer<Float>, count: Int, _ source: NoiseSource) {
        var states = SIMD16<UInt64>.zero
        for lane in 0..<Tensor.lanes { states[lane] = source.state(at: UInt64(lane)) }
        let whole = count / Tensor.lanes * Tensor.lanes
        for at in stride(from: 0, to: whole, by: Tensor.lanes) {
            // In [0, 1), so that 0 is never drawn as 1, and 1 always.
            let draws = floatsOfWords(NoiseSource.mix(states) &>> 40) * 0x1p-24
            let ink = Vector.zero.replacing(with: 1, where: draws .< loadVector(pixels + at))
            storeVector(ink, pixels + at)
            states &+= SIMD16(repeating: NoiseSource.stride &* UInt64(Tensor.lanes))
        }
        for at in whole..<count {
            pixels[at] = Float(source.bits(at: UInt64(at)) >> 40) * 0x1p-24 < pixels[at] ? 1 : 0
        }
    }
}
