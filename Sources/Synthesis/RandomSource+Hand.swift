import TensorStreams

extension RandomSource {
    /// A number near the normal distribution, mean 0 and spread 1, that never lies further out than `limit`.
    mutating func bounded(_ limit: Float) -> Float {
        // The sum of four uniforms is near enough to normal for a hand, has no tails, and is cheap.
        let bits = next()
        var sum: Float = 0
        for place in 0..<4 { sum += Float((bits >> (16 * UInt64(place))) & 0xFFFF) * 0x1p-16 }
        return min(limit, max(-limit, (sum - 2) * 1.7320508))
    }
}
