/// The density of the topmost latents, with the memory for one pass and the way back to them and to its own parameters.
protocol LatentPrior: AnyObject {
    /// log p(z) of each column in nats, with all constants, valid until the next call.
    ///
    /// - Parameter sample: latent × columns of the pass.
    func logDensities(of sample: Tensor, _ pass: Pass) -> Tensor
    /// Adds to the gradient of the sample that was last asked for that of Σ weights · (−log p(z)), and hands on that of the
    /// prior's own parameters.
    ///
    /// - Parameters:
    ///   - weights: of each column.
    ///   - sampleGradient: latent × columns.
    func differentiate(weights: Tensor, adding sampleGradient: MutableTensor, _ use: GradientUse, _ pass: Pass)
}
