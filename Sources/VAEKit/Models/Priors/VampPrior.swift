/// The mean of the posteriors of images that are learnt, the pseudo-inputs (Tomczak & Welling 2018, equation 9):
/// p(z) = 1/K Σ_k q(z | u_k). The values of a pseudo-input are kept within 0 and 1, as those of images are.
final class VampPrior: LatentPrior {
    private let parameters: Parameters
    private let encoder: Workspace
    private let density: MixtureDensity
    private let inputs: MutableTensor
    /// Of the heads, where there is a way back.
    private let gradients: MutableTensor

    /// Where the pseudo-inputs lie, `prior.inputs` (components × an image as PyTorch has it), and the way of them through the
    /// encoder, whose gradient is asked for, to means and log variances.
    struct Parameters: Sendable {
        let components: Int
        let latent: Int
        let inputs: Range<Int>
        let encoder: Plan

        /// They begin almost black, as Tomczak's do.
        init(components: Int, latent: Int, encoder: Plan, image: MapShape, _ layout: inout ParameterLayout) {
            (self.components, self.latent, self.encoder) = (components, latent, encoder)
            let sizes = image.pixels == 1 ? [image.channels] : [image.channels, image.height, image.width]
            inputs = layout.reserveItems(
                "prior.inputs", shape: [components] + sizes, map: image, role: .free(mean: 0.05, deviation: 0.01))
        }
    }

    /// - Parameters:
    ///   - capacity: columns of the widest batch of draws.
    ///   - training: whether there will be a way back.
    ///   - other: a workspace that is never on its way back at the same time, whose room for gradients is shared.
    init(_ parameters: Parameters, capacity: Int, training: Bool, sharing other: Workspace? = nil) {
        self.parameters = parameters
        density = MixtureDensity(components: parameters.components, latent: parameters.latent, capacity: capacity)
        encoder = Workspace(parameters.encoder, columns: density.width, training: training, sharing: other)
        inputs = MutableTensor(zeros: parameters.inputs.count)
        gradients = MutableTensor(zeros: training ? 2 * parameters.latent * density.width : 0)
    }

    private var size: Int { parameters.latent * density.width }

    func prepare(_ pass: Pass) {
        ClipKernel.clip(Tensor(pass.store.values)[parameters.inputs], output: inputs, team: pass.team)
        let heads = Tensor(encoder.forward(Tensor(inputs), pass.of(items: parameters.components)))
        density.prepare(
            MixtureDensity.Moments(mean: heads[0..<size], logVariance: heads[size..<2 * size]), team: pass.team)
    }

    func logDensities(of sample: Tensor, _ pass: Pass) -> Tensor { density.logDensities(of: sample, pass) }

    func differentiate(weights: Tensor, adding sampleGradient: MutableTensor, _ use: GradientUse, _ pass: Pass) {
        gradients.fill(0)
        density.differentiate(
            weights: weights, adding: sampleGradient,
            MixtureKernel.Gradients(
                mean: gradients[0..<size], logVariance: gradients[size..<2 * size], logWeights: nil,
                width: density.width), pass)
        guard let images = encoder.backward(gradients, use, pass.of(items: parameters.components)) else {
            preconditionFailure("the plan wants the gradient of its input")
        }
        use.take(parameters.inputs, team: pass.team) { target in
            ClipKernel.backward(
                Tensor(pass.store.values)[parameters.inputs], outputGradient: Tensor(images), inputGradient: target,
                team: pass.team)
        }
    }

    func generate(_ noise: MutableTensor, choices: [Float], _ pass: Pass) {
        density.generate(noise, choices: choices, pass)
    }
}
