/// Turns pixels into ink (255) and paper (0).
///
/// u8 pixels are 0…255; floating-point pixels are in [0, 1]. Other types are no pixels.
public struct Binarizer {
    public enum Rule: Equatable, Sendable {
        /// Ink where the pixel, on the scale 0…255, is greater.
        case threshold(Int)
        /// Ink with the probability pixel/255, drawn anew for every pixel that comes by.
        case bernoulli(seed: UInt64)
    }

    private let rule: Rule
    private var random: RandomLanes

    public init(_ rule: Rule) {
        self.rule = rule
        if case .bernoulli(let seed) = rule { random = RandomLanes(seed: seed) } else { random = RandomLanes(seed: 0) }
    }

    /// The batch in ink and paper: u8 items of the same shape. What comes out for an item depends on the items before
    /// it, not on how they are grouped into batches.
    public mutating func binarized(_ batch: TensorBatch) -> TensorBatch {
        let pixels: [UInt8]
        switch (rule, batch.format.type) {
        case (.threshold(let threshold), .u8): pixels = Self.thresholded(batch.bytes, threshold)
        case (.threshold(let threshold), .f64):
            let bound = Double(threshold) / 255
            pixels = batch.doubles().map { $0 > bound ? 255 : 0 }
        case (.threshold(let threshold), _):
            let bound = Float(threshold) / 255
            pixels = batch.floats().map { $0 > bound ? 255 : 0 }
        case (.bernoulli, .u8): pixels = drawn(batch.bytes, perItem: batch.format.valuesPerItem)
        case (.bernoulli, _): pixels = drawn(batch.floats(), perItem: batch.format.valuesPerItem)
        }
        return TensorBatch(
            format: ItemFormat(type: .u8, shape: batch.format.shape), count: batch.count, bytes: pixels)
    }

    private static func thresholded(_ pixels: [UInt8], _ threshold: Int) -> [UInt8] {
        guard threshold >= 0 else { return [UInt8](repeating: 255, count: pixels.count) }
        let bound = UInt8(clamping: threshold)
        return [UInt8](unsafeUninitializedCapacity: pixels.count) { target, filled in
            for (index, pixel) in pixels.enumerated() { target[index] = pixel > bound ? 255 : 0 }
            filled = pixels.count
        }
    }

    /// Each pixel is compared with a number drawn from 0…254: a random byte, or where that is 255 a second one. So
    /// `P(draw < pixel)` is pixel/255 within 2⁻¹⁶, and exact for 0 and 255.
    private mutating func drawn(_ pixels: [UInt8], perItem: Int) -> [UInt8] {
        let size = RandomLanes.padded(perItem)
        var draws = [UInt8](repeating: 0, count: 2 * size)
        return [UInt8](unsafeUninitializedCapacity: pixels.count) { target, filled in
            for start in stride(from: 0, to: pixels.count, by: perItem) {
                random.fill(&draws)
                Self.compare(
                    pixels[start..<start + perItem], draws[..<perItem], draws[size..<size + perItem],
                    into: UnsafeMutableBufferPointer(rebasing: target[start..<start + perItem]))
            }
            filled = pixels.count
        }
    }

    /// Simple enough for the compiler to turn into vector instructions.
    private static func compare(
        _ pixels: ArraySlice<UInt8>, _ first: ArraySlice<UInt8>, _ second: ArraySlice<UInt8>,
        into target: UnsafeMutableBufferPointer<UInt8>
    ) {
        pixels.withUnsafeBufferPointer { pixels in
            first.withUnsafeBufferPointer { first in
                second.withUnsafeBufferPointer { second in
                    for index in target.indices {
                        let draw = first[index] == 255 ? second[index] : first[index]
                        // 254 is the greatest draw, so that 255 is always ink.
                        target[index] = min(draw, 254) < pixels[index] ? 255 : 0
                    }
                }
            }
        }
    }

    private mutating func drawn(_ pixels: [Float], perItem: Int) -> [UInt8] {
        var ink = [UInt8](repeating: 0, count: pixels.count)
        for item in stride(from: 0, to: pixels.count, by: perItem) {
            for start in stride(from: item, to: item + perItem, by: 8) {
                let bits = random.next()
                for lane in 0..<min(8, item + perItem - start)
                where Float(bits[lane] >> 40) * 0x1p-24 < pixels[start + lane] {
                    ink[start + lane] = 255
                }
            }
        }
        return ink
    }
}
