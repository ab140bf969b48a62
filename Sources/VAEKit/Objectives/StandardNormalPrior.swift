/// Each coordinate normal with mean 0 and variance 1.
final class StandardNormalPrior: LatentPrior {
    private let latent: Int
    private let columnDensities: MutableTensor
    private var sample = Tensor(zeros: 0)

    /// - Parameter capacity: columns of the widest pass.
    init(latent: Int, capacity: Int) {
        self.latent = latent
        columnDensities = MutableTensor(zeros: capacity)
    }

    func logDensities(of sample: Tensor, _ pass: Pass) -> Tensor {
        self.sample = sample
        let densities = columnDensities[0..<pass.columns]
        StandardNormalKernel(latent: latent, columns: pass.columns).densities(of: sample, densities, team: pass.team)
        return Tensor(densities)
    }

    func coordinateDensities(of sample: Tensor, _ pass: Pass) -> Tensor? {
        let densities = MutableTensor(zeros: sample.count)
        let heads = Tensor(zeros: 2 * sample.count)
        GaussianKernel(latent: latent, columns: pass.columns).coordinateDensities(
            of: sample, heads: heads, densities, team: pass.team)
        return Tensor(densities)
    }

    func differentiate(weights: Tensor, adding sampleGradient: MutableTensor, _ use: GradientUse, _ pass: Pass) {
        StandardNormalKernel(latent: latent, columns: pass.columns).differentiateDensities(
            of: sample, weights: weights, adding: sampleGradient, team: pass.team)
    }
}
