import TensorStreams
import Threads

/// Draws from posteriors, each column from one of its own, and what each draw puts into its importance weight.
package struct ImportanceKernel {
    let latent: Int
    /// A multiple of 16.
    let columns: Int

    package init(latent: Int, columns: Int) {
        (self.latent, self.columns) = (latent, columns)
    }

    /// Draws `sample = mean + deviation · noise` (latent × columns), the noise being `NoiseSource`'s normals.
    ///
    /// - Parameters:
    ///   - states: where each column's noise begins.
    ///   - noise: where it is kept, if it is wanted.
    ///   - ratios: log p(z) / q(z) of each column but for Σ log deviation, overwritten: ½ Σ (noise² − z²).
    package func draw(
        states: [UInt64], mean: Tensor, deviation: Tensor, noise: MutableTensor? = nil, sample: MutableTensor,
        ratios: MutableTensor, team: ThreadTeam
    ) {
        let place = Place(
            mean: mean.pointer, deviation: deviation.pointer, noise: noise?.pointer, sample: sample.pointer)
        let ratios = ratios.pointer
        team.forEachRange(of: columns / Tensor.lanes, grain: 4) { range in
            for column in range.vectorPlaces {
                let state = SIMD16<UInt64>(states[column..<column + Tensor.lanes])
                storeVector(0.5 * draw(state, place, at: column), ratios + column)
            }
        }
    }

    /// Draws sixteen columns; Σ (noise² − z²).
    @inline(__always)
    private func draw(_ first: SIMD16<UInt64>, _ place: Place, at column: Int) -> Vector {
        var (state, ratio) = (first, Vector.zero)
        for row in stride(from: 0, to: latent, by: 2) {
            let noise = NoiseSource.normals(of: state)
            state &+= SIMD16(repeating: NoiseSource.stride)
            let at = row * columns + column
            ratio += place.draw(noise.0, at: at)
            if row + 1 < latent { ratio += place.draw(noise.1, at: at + columns) }
        }
        return ratio
    }

    /// Where draws come from, and go to.
    private struct Place {
        let mean: UnsafePointer<Float>
        let deviation: UnsafePointer<Float>
        let noise: UnsafeMutablePointer<Float>?
        let sample: UnsafeMutablePointer<Float>

        /// Stores a coordinate of sixteen draws; noise² − z².
        @inline(__always)
        func draw(_ normals: Vector, at: Int) -> Vector {
            let z = fma(loadVector(deviation + at), normals, loadVector(mean + at))
            storeVector(z, sample + at)
            if let noise { storeVector(normals, noise + at) }
            return normals * normals - z * z
        }
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
