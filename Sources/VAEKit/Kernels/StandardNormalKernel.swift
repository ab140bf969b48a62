import Threads

/// The normal distribution of mean 0 and variance 1 in each coordinate. Limited by memory.
package struct StandardNormalKernel {
    let latent: Int
    /// A multiple of 16.
    let columns: Int

    package init(latent: Int, columns: Int) { (self.latent, self.columns) = (latent, columns) }

    /// The log density of each column's sample (latent × columns) in `densities`, overwritten.
    package func densities(of sample: Tensor, _ densities: MutableTensor, team: ThreadTeam) {
        let (sample, target) = (sample.pointer, densities.pointer)
        let constant = Float(latent) * GaussianKernel.constant
        team.forEachRange(of: columns / Tensor.lanes, grain: 4) { range in
            for column in range.vectorPlaces { storeVector(Vector(repeating: -constant), target + column) }
            for row in 0..<latent {
                for column in range.vectorPlaces {
                    let z = loadVector(sample + row * columns + column)
                    storeVector(fma(-0.5 * z, z, loadVector(target + column)), target + column)
                }
            }
        }
    }

    /// Adds to the gradient of the sample that of Σ weights · (−log density).
    package func differentiateDensities(
        of sample: Tensor, weights: Tensor, adding sampleGradient: MutableTensor, team: ThreadTeam
    ) {
        let (sample, weights, target) = (sample.pointer, weights.pointer, sampleGradient.pointer)
        team.forEachRange(of: latent, grain: 4) { range in
            for row in range {
                for column in stride(from: 0, to: columns, by: Tensor.lanes) {
                    let at = row * columns + column
                    let sum = fma(loadVector(weights + column), loadVector(sample + at), loadVector(target + at))
                    storeVector(sum, target + at)
                }
            }
        }
    }
}
