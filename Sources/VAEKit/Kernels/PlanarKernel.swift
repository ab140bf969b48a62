import Threads

/// A planar flow, whose direction, slope and offset each column has of its own (Rezende & Mohamed 2015, equation 10):
/// z′ = z + û tanh(w·z + b), where û = u + (softplus(w·u) − 1 − w·u) w / |w|² keeps it invertible (their appendix A.1).
///
/// Limited by memory.
package struct PlanarKernel {
    let latent: Int
    /// A multiple of 16.
    let columns: Int

    /// Keeps 1 / |w|² and the logarithm of no volume finite.
    package static let floor: Float = 1e-12

    package init(latent: Int, columns: Int) { (self.latent, self.columns) = (latent, columns) }

    /// Rows of what a column's flow is told: u and w, latent rows each, and b.
    package static func rows(latent: Int) -> Int { 2 * latent + 1 }

    /// What the loops need to know of sixteen columns' flows.
    private struct Bend {
        /// w·u.
        var product = Vector.zero
        /// |w|².
        var square = Vector.zero
        /// tanh(w·z + b).
        var height = Vector.zero
        /// (softplus(w·u) − 1 − w·u) / |w|²: û = u + turn · w.
        var turn = Vector.zero
        /// w·û.
        var along = Vector.zero
        /// The factor by which volume changes.
        var volume: Vector { maximum(1 + (1 - height * height) * along, Vector(repeating: PlanarKernel.floor)) }
    }

    @inline(__always)
    private func bend(_ z: UnsafePointer<Float>, _ told: UnsafePointer<Float>, at column: Int) -> Bend {
        let size = latent * columns
        var (bend, sum) = (Bend(), loadVector(told + 2 * size + column))
        for at in stride(from: column, to: size, by: columns) {
            let (u, w) = (loadVector(told + at), loadVector(told + size + at))
            bend.product = fma(u, w, bend.product)
            bend.square = fma(w, w, bend.square)
            sum = fma(w, loadVector(z + at), sum)
        }
        bend.height = tanh(sum)
        let softplus = maximum(bend.product, .zero) + log1p(exp(-absolute(bend.product)))
        bend.turn = (softplus - 1 - bend.product) / (bend.square + Self.floor)
        bend.along = fma(bend.turn, bend.square, bend.product)
        return bend
    }

    /// - Parameters:
    ///   - values: z, latent × columns.
    ///   - told: `rows` × columns.
    ///   - output: z′.
    ///   - densities: of the columns, from which log |dz′ / dz| is taken.
    package func forward(
        _ values: Tensor, told: Tensor, output: MutableTensor, densities: MutableTensor, team: ThreadTeam
    ) {
        let (z, told, to, densities) = (values.pointer, told.pointer, output.pointer, densities.pointer)
        let size = latent * columns
        team.forEachRange(of: columns / Tensor.lanes, grain: 2) { range in
            for column in range.vectorPlaces {
                let bend = bend(z, told, at: column)
                for at in stride(from: column, to: size, by: columns) {
                    let direction = fma(bend.turn, loadVector(told + size + at), loadVector(told + at))
                    storeVector(fma(direction, bend.height, loadVector(z + at)), to + at)
                }
                storeVector(loadVector(densities + column) - log(bend.volume), densities + column)
            }
        }
    }

    /// The way back, where the loss has Σ weight · (−log |dz′ / dz|) beside what comes back to z′.
    ///
    /// - Parameters:
    ///   - weights: by column.
    ///   - gradient: of z′; becomes that of z.
    ///   - toldGradient: of what the flow was told, overwritten.
    package func backward(
        _ values: Tensor, told: Tensor, weights: Tensor, gradient: MutableTensor, toldGradient: MutableTensor,
        team: ThreadTeam
    ) {
        let (z, told, weights) = (values.pointer, told.pointer, weights.pointer)
        let (gradient, target) = (gradient.pointer, toldGradient.pointer)
        team.forEachRange(of: columns / Tensor.lanes, grain: 2) { range in
            for column in range.vectorPlaces {
                let bend = bend(z, told, at: column)
                let slopes = slopes(bend, told, gradient, weight: loadVector(weights + column), at: column)
                store(bend, slopes, z, told, gradient, target, at: column)
            }
        }
    }

    /// The gradients for what each column's flow is told in sum.
    private struct Slopes {
        /// Of w·z + b.
        let sum: Vector
        /// Of w·u and |w|², whatever they are used for.
        let product: Vector
        let square: Vector
    }

    @inline(__always)
    private func slopes(
        _ bend: Bend, _ told: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>, weight: Vector, at column: Int
    ) -> Slopes {
        let size = latent * columns
        var (alongDirection, alongW) = (Vector.zero, Vector.zero)
        for at in stride(from: column, to: size, by: columns) {
            let (slope, w) = (loadVector(gradient + at), loadVector(told + size + at))
            alongDirection = fma(slope, fma(bend.turn, w, loadVector(told + at)), alongDirection)
            alongW = fma(slope, w, alongW)
        }
        let rest = 1 - bend.height * bend.height
        let toVolume = -weight / bend.volume
        let toHeight = alongDirection - 2 * toVolume * bend.height * bend.along
        let toAlong = toVolume * rest
        let toTurn = fma(toAlong, bend.square, bend.height * alongW)
        let inverse = 1 / (bend.square + Self.floor)
        return Slopes(
            sum: toHeight * rest, product: fma(toTurn * (sigmoid(bend.product) - 1), inverse, toAlong),
            square: fma(toAlong, bend.turn, -toTurn * bend.turn * inverse))
    }

    @inline(__always)
    private func store(
        _ bend: Bend, _ slopes: Slopes, _ z: UnsafePointer<Float>, _ told: UnsafePointer<Float>,
        _ gradient: UnsafeMutablePointer<Float>, _ target: UnsafeMutablePointer<Float>, at column: Int
    ) {
        let size = latent * columns
        for at in stride(from: column, to: size, by: columns) {
            let (u, w) = (loadVector(told + at), loadVector(told + size + at))
            let direct = loadVector(gradient + at) * bend.height
            storeVector(fma(slopes.product, w, direct), target + at)
            var toW = fma(direct, bend.turn, slopes.sum * loadVector(z + at))
            toW = fma(slopes.product, u, toW)
            storeVector(fma(2 * slopes.square, w, toW), target + size + at)
            storeVector(fma(slopes.sum, w, loadVector(gradient + at)), gradient + at)
        }
        storeVector(slopes.sum, target + 2 * size + column)
    }
}
