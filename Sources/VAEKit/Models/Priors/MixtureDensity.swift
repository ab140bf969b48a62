import Threads

/// A mixture of normals as draws see it, with the memory for one pass: what the priors with components have in common.
final class MixtureDensity {
    private let components: Int
    private let latent: Int
    /// Columns of a tensor that has a component in each.
    let width: Int
    private let table: MutableTensor
    private let parts: MutableTensor
    private let densities: MutableTensor
    private var sample = Tensor(zeros: 0)
    private var moments = Moments()

    /// The components' means, log variances, latent × width, and logarithms of weights, which are all the same where nil.
    struct Moments {
        var mean = Tensor(zeros: 0)
        var logVariance = Tensor(zeros: 0)
        var logWeights: Tensor?
    }

    /// - Parameter capacity: columns of the widest batch of draws.
    init(components: Int, latent: Int, capacity: Int) {
        (self.components, self.latent) = (components, latent)
        width = Tensor.columns(for: components)
        let kernel = MixtureKernel(components: components, latent: latent, columns: capacity)
        table = MutableTensor(zeros: kernel.tableCount)
        parts = MutableTensor(zeros: kernel.partsCount)
        densities = MutableTensor(zeros: capacity)
    }

    private func kernel(_ pass: Pass) -> MixtureKernel {
        MixtureKernel(components: components, latent: latent, columns: pass.columns)
    }

    func prepare(_ moments: Moments, team: ThreadTeam) {
        self.moments = moments
        MixtureKernel(components: components, latent: latent, columns: 0).fill(
            table, mean: moments.mean, logVariance: moments.logVariance, width: width,
            logWeights: moments.logWeights, team: team)
    }

    func logDensities(of sample: Tensor, _ pass: Pass) -> Tensor {
        self.sample = sample
        let result = densities[0..<pass.columns]
        kernel(pass).logDensities(
            of: sample, table: Tensor(table), parts: parts, densities: result, team: pass.team)
        return Tensor(result)
    }

    /// Adds to the gradient of the sample, and overwrites those of the components.
    func differentiate(
        weights: Tensor, adding sampleGradient: MutableTensor, _ gradients: MixtureKernel.Gradients, _ pass: Pass
    ) {
        let kernel = kernel(pass)
        kernel.fillShares(
            parts, densities: Tensor(densities)[0..<pass.columns], weights: weights, team: pass.team)
        kernel.addSampleGradient(
            sample: sample, table: Tensor(table), shares: Tensor(parts), to: sampleGradient, team: pass.team)
        kernel.fill(
            gradients, sample: sample, table: Tensor(table), shares: Tensor(parts), weights: weights,
            logWeights: moments.logWeights, team: pass.team)
    }

    /// Turns standard normal numbers, latent × columns, into draws.
    func generate(_ noise: MutableTensor, choices: [Float], _ pass: Pass) {
        let bounds = cumulativeWeights()
        for (column, choice) in choices.enumerated() {
            let component = min(bounds.count { $0 <= choice * bounds[components - 1] }, components - 1)
            for row in 0..<latent {
                let (at, own) = (row * pass.columns + column, row * width + component)
                noise[at] = moments.mean[own] + Scalar.exp(0.5 * moments.logVariance[own]) * noise[at]
            }
        }
    }

    /// The weights of the components up to each, up to a factor.
    private func cumulativeWeights() -> [Float] {
        var sum: Float = 0
        let largest = moments.logWeights.map { weights in (0..<components).map { weights[$0] }.max() ?? 0 } ?? 0
        return (0..<components).map { component in
            sum += moments.logWeights.map { Scalar.exp($0[component] - largest) } ?? 1
            return sum
        }
    }
}
