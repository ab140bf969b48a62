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

    /// Whether items of this format are pixels.
    public static func accepts(_ format: ItemFormat) -> Bool { format.type == .u8 || format.type.isFloatingPoint }

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

    /// 32 pixels a step, each against 16 random bits scaled to 0…254: `P(draw < pixel)` is pixel/255 within 2⁻¹⁶, and
    /// exact for 0 and 255.
    private mutating func drawn(_ pixels: [UInt8], perItem: Int) -> [UInt8] {
        var random = random
        defer { self.random = random }
        return [UInt8](unsafeUninitializedCapacity: pixels.count) { target, filled in
            pixels.withUnsafeBytes { source in
                for item in stride(from: 0, to: source.count, by: perItem) {
                    var index = item
                    let end = item + perItem
                    while index + 32 <= end {
                        let pixel = source.loadUnaligned(fromByteOffset: index, as: SIMD32<UInt8>.self)
                        UnsafeMutableRawBufferPointer(target).storeBytes(
                            of: Self.ink(pixel, random.next()), toByteOffset: index, as: SIMD32<UInt8>.self)
                        index += 32
                    }
                    if index < end {
                        var pixel = SIMD32<UInt8>.zero
                        for lane in 0..<(end - index) { pixel[lane] = source[index + lane] }
                        let ink = Self.ink(pixel, random.next())
                        for lane in 0..<(end - index) { target[index + lane] = ink[lane] }
                    }
                }
            }
            filled = pixels.count
        }
    }

    @inline(__always)
    private static func ink(_ pixel: SIMD32<UInt8>, _ bits: SIMD8<UInt64>) -> SIMD32<UInt8> {
        let draw = unsafeBitCast(bits, to: SIMD32<UInt16>.self)
        // (draw · 255) >> 16 without leaving 16 bits.
        let high = draw &>> 8
        let borrow = SIMD32<UInt16>.zero.replacing(with: 1, where: (draw &<< 8) .< draw)
        let scaled = SIMD32<UInt8>(truncatingIfNeeded: high &- borrow)
        return SIMD32<UInt8>.zero.replacing(with: 255, where: scaled .< pixel)
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
