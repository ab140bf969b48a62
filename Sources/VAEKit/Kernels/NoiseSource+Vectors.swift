import CVectors
import TensorStreams

extension NoiseSource {
    /// The two normals of each lane's state (Box & Muller 1958).
    @inline(__always)
    static func normals(of states: SIMD16<UInt64>) -> (Vector, Vector) {
        let bits = mix(states)
        // (0, 1], so that the logarithm is finite; and an angle in [0, 1) turns.
        let first = (floatsOfWords(bits &>> 40) + 1) * 0x1p-24
        let turns = floatsOfWords(bits & SIMD16(repeating: 0xFF_FFFF)) * 0x1p-24
        let radius = squareRoot(maximum(-2 * log(first), Vector.zero))
        let (sine, cosine) = sineAndCosine(ofTurns: turns)
        return (radius * cosine, radius * sine)
    }
}
