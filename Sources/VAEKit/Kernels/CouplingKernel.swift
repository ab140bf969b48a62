import Threads

/// An affine coupling of real NVP (Dinh et al. 2017, section 3.2): u = (z − shift) · e^−scale for some coordinates, where
/// scale, behind tanh, and shift are a network's, of the other coordinates.
///
/// Limited by memory, and by exponentials.
package struct CouplingKernel {
    /// Coordinates that change.
    let rows: Int
    /// A multiple of 16.
    let columns: Int

    package init(rows: Int, columns: Int) { (self.rows, self.columns) = (rows, columns) }

    /// - Parameters:
    ///   - values: z, rows × columns.
    ///   - network: scale before tanh, then shift, rows × columns each.
    ///   - output: u; it may be `values`.
    ///   - logs: from which Σ scale, minus the logarithm of the change of volume, is taken, by column.
    package func normalise(
        _ values: Tensor, network: Tensor, output: MutableTensor, logs: MutableTensor, team: ThreadTeam
    ) {
        let (z, scales, u, logs) = (values.pointer, network.pointer, output.pointer, logs.pointer)
        let shifts = scales + rows * columns
        team.forEachRange(of: columns / Tensor.lanes, grain: 2) { range in
            for column in range.vectorPlaces {
                var sum = loadVector(logs + column)
                for at in stride(from: column, to: rows * columns, by: columns) {
                    let scale = tanh(loadVector(scales + at))
                    storeVector((loadVector(z + at) - loadVector(shifts + at)) * exp(-scale), u + at)
                    sum -= scale
                }
                storeVector(sum, logs + column)
            }
        }
    }

    /// The other way, z = u · e^scale + shift, in place.
    package func generate(_ values: MutableTensor, network: Tensor, team: ThreadTeam) {
        let (z, scales) = (values.pointer, network.pointer)
        let shifts = scales + rows * columns
        team.forEachRange(of: rows * columns / Tensor.lanes, grain: 64) { range in
            for at in range.vectorPlaces {
                let scale = exp(tanh(loadVector(scales + at)))
                storeVector(fma(loadVector(z + at), scale, loadVector(shifts + at)), z + at)
            }
        }
    }

    /// The way back through `normalise`, where the loss has Σ weight · Σ scale beside what comes back to u.
    ///
    /// - Parameters:
    ///   - output: u.
    ///   - network: becomes the gradient of what the network put out.
    ///   - weights: by column.
    ///   - gradient: of u; becomes that of z.
    package func backward(
        output: Tensor, network: MutableTensor, weights: Tensor, gradient: MutableTensor, team: ThreadTeam
    ) {
        let (u, scales, weights, gradient) = (output.pointer, network.pointer, weights.pointer, gradient.pointer)
        let shifts = scales + rows * columns
        team.forEachRange(of: rows * columns / Tensor.lanes, grain: 64) { range in
            for at in range.vectorPlaces {
                let scale = tanh(loadVector(scales + at))
                let slope = loadVector(gradient + at)
                let toShift = -slope * exp(-scale)
                let toScale = loadVector(weights + at % columns) - slope * loadVector(u + at)
                storeVector(-toShift, gradient + at)
                storeVector(toShift, shifts + at)
                storeVector(toScale * (1 - scale * scale), scales + at)
            }
        }
    }
}
