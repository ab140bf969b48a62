import CVectors
import TensorStreams

/// Draws from posteriors, each column from one of its own, and what each draw puts into its importance weight.
package struct ImportanceKernel {
    let latent: Int
    /// A multiple of 16.
    let columns: Int

    package init(latent: Int, columns: Int) {
        (self.latent, self.columns) = (latent, columns)
    }

    /// Where the noise of a draw begins: it takes a place of its source for each pair of coordinates.
    package func state(ofDraw draw: Int, _ source: NoiseSource) -> UInt64 {
        source.state(at: UInt64(draw * ((latent + 1) / 2)))
    }

    /// Draws `sample = mean + deviation · noise` (latent × columns), the noise being `NoiseSource`'s normals.
    ///
    /// - Parameters:
    ///   - states: where each column's noise begins.
    ///   - ratios: log p(z) / q(z) of each column but for Σ log deviation, overwritten: ½ Σ (noise² − z²).
    package func draw(
        states: [UInt64], mean: Tensor, deviation: Tensor, sample: MutableTensor, ratios: MutableTensor
    ) {
        let (mean, deviation, sample) = (mean.pointer, deviation.pointer, sample.pointer)
        for column in stride(from: 0, to: columns, by: Tensor.lanes) {
            var state = SIMD16<UInt64>(states[column..<column + Tensor.lanes])
            var ratio = Vector.zero
            for row in stride(from: 0, to: latent, by: 2) {
                let noise = Self.normals(NoiseSource.mix(state))
                state &+= SIMD16(repeating: NoiseSource.stride)
                let at = row * columns + column
                ratio += Self.draw(noise.0, mean + at, deviation + at, sample + at)
                guard row + 1 < latent else { continue }
                let next = at + columns
                ratio += Self.draw(noise.1, mean + next, deviation + next, sample + next)
            }
            storeVector(0.5 * ratio, ratios.pointer + column)
        }
    }

    /// Stores a coordinate of sixteen draws; noise² − z².
    @inline(__always)
    private static func draw(
        _ noise: Vector, _ mean: UnsafePointer<Float>, _ deviation: UnsafePointer<Float>,
        _ sample: UnsafeMutablePointer<Float>
    ) -> Vector {
        let z = fma(loadVector(deviation), noise, loadVector(mean))
        storeVector(z, sample)
        return noise * noise - z * z
    }

    /// Two normals of each lane's bits (Box & Muller 1958).
    @inline(__always)
    private static func normals(_ bits: SIMD16<UInt64>) -> (Vector, Vector) {
        // (0, 1], so that the logarithm is finite; and an angle in [0, 1) turns.
        let first = (floatsOfWords(bits &>> 40) + 1) * 0x1p-24
        let turns = floatsOfWords(bits & SIMD16(repeating: 0xFF_FFFF)) * 0x1p-24
        let radius = squareRoot(maximum(-2 * log(first), Vector.zero))
        let (sine, cosine) = sineAndCosine(ofTurns: turns)
        return (radius * cosine, radius * sine)
    }
}

/// Copies of a batch's items, side by side.
enum SpreadKernel {
    /// Puts what an item has in each row of `source` in some columns of `target`, which has as many rows.
    static func spread(
        item: Int, of source: Tensor, width: Int, into columns: Range<Int>, of target: MutableTensor,
        width targetWidth: Int
    ) {
        for row in 0..<target.count / targetWidth {
            let value = source.pointer[row * width + item]
            (target.pointer + row * targetWidth + columns.lowerBound).update(repeating: value, count: columns.count)
        }
    }
}
