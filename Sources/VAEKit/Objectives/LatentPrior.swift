/// The density of the topmost latents, with the memory for one pass and the way back to them and to its own parameters.
protocol LatentPrior: AnyObject {
    /// Takes what does not depend on the latents out of the parameters as they are: to be called whenever those have changed.
    func prepare(_ pass: Pass)
    /// log p(z) of each column in nats, with all constants, valid until the next call.
    ///
    /// - Parameter sample: latent × columns of the pass.
    func logDensities(of sample: Tensor, _ pass: Pass) -> Tensor
    /// The same of each coordinate, latent × columns, of which those of a column add up to its density; nil where they are
    /// not independent.
    func coordinateDensities(of sample: Tensor, _ pass: Pass) -> Tensor?
    /// Adds to the gradient of the sample that was last asked for that of Σ weights · (−log p(z)), and hands on that of the
    /// prior's own parameters.
    ///
    /// - Parameters:
    ///   - weights: of each column.
    ///   - sampleGradient: latent × columns.
    func differentiate(weights: Tensor, adding sampleGradient: MutableTensor, _ use: GradientUse, _ pass: Pass)
    /// Turns standard normal numbers, latent × columns, into draws from the prior.
    ///
    /// - Parameter choices: a number within [0, 1) for each column, which says of which component its draw is.
    func generate(_ noise: MutableTensor, choices: [Float], _ pass: Pass)
}

extension LatentPrior {
    func prepare(_ pass: Pass) {}
    /// Of the standard normal, they are draws.
    func generate(_ noise: MutableTensor, choices: [Float], _ pass: Pass) {}
    func coordinateDensities(of sample: Tensor, _ pass: Pass) -> Tensor? { nil }
}
