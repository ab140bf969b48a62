/// Normals with diagonal covariances whose means, variances and weights are learnt.
final class MixturePrior: LatentPrior {
    private let parameters: Parameters
    private let density: MixtureDensity
    /// Of the means and of the log variances, where there is a way back.
    private let gradients: (mean: MutableTensor, logVariance: MutableTensor)

    /// Where the parameters lie: `prior.mean` and `prior.logvar` (components × latent) and `prior.logits` (components).
    struct Parameters: Sendable {
        let components: Int
        let latent: Int
        let mean: Range<Int>
        let logVariance: Range<Int>
        let logits: Range<Int>

        /// The mixture begins with the moments of the standard normal: half of the variance is that of the means.
        init(components: Int, latent: Int, _ layout: inout ParameterLayout) {
            (self.components, self.latent) = (components, latent)
            let (shape, map) = ([components, latent], MapShape(channels: latent))
            mean = layout.reserveItems(
                "prior.mean", shape: shape, map: map, role: .free(mean: 0, deviation: Float(0.5).squareRoot()))
            logVariance = layout.reserveItems(
                "prior.logvar", shape: shape, map: map, role: .free(mean: Scalar.log(0.5), deviation: 0))
            logits = layout.reserveItems(
                "prior.logits", shape: [components], map: MapShape(channels: 1), role: .shift)
        }
    }

    /// - Parameter capacity: columns of the widest batch of draws.
    init(_ parameters: Parameters, capacity: Int) {
        self.parameters = parameters
        density = MixtureDensity(
            components: parameters.components, latent: parameters.latent, capacity: capacity)
        let size = parameters.latent * density.width
        gradients = (MutableTensor(zeros: size), MutableTensor(zeros: size))
    }

    func prepare(_ pass: Pass) {
        let values = Tensor(pass.store.values)
        density.prepare(
            MixtureDensity.Moments(
                mean: values[parameters.mean], logVariance: values[parameters.logVariance],
                logWeights: values[parameters.logits]),
            team: pass.team)
    }

    func logDensities(of sample: Tensor, _ pass: Pass) -> Tensor { density.logDensities(of: sample, pass) }

    func differentiate(weights: Tensor, adding sampleGradient: MutableTensor, _ use: GradientUse, _ pass: Pass) {
        use.take(parameters.logits, team: pass.team) { logits in
            logits.fill(0)
            density.differentiate(
                weights: weights, adding: sampleGradient,
                MixtureKernel.Gradients(
                    mean: gradients.mean, logVariance: gradients.logVariance, logWeights: logits,
                    width: density.width), pass)
        }
        use.take(parameters.mean, team: pass.team) { $0.copy(from: Tensor(gradients.mean)) }
        use.take(parameters.logVariance, team: pass.team) { $0.copy(from: Tensor(gradients.logVariance)) }
    }

    func generate(_ noise: MutableTensor, choices: [Float], _ pass: Pass) {
        density.generate(noise, choices: choices, pass)
    }
}
