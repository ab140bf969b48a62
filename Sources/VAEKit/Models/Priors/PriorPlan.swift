/// What a model's prior is made of, and where its parameters lie.
enum PriorPlan: Sendable {
    case normal(latent: Int)
    case vamp(VampPrior.Parameters)
    case mixture(MixturePrior.Parameters)
    case flow([FlowPrior.Coupling])

    /// - Parameters:
    ///   - encoder: from an image to its posterior, with a way back to the image.
    /// - Throws: `NetworkError` where it would be too large, or cannot go with the model.
    init(
        _ description: ModelDescription, encoder: @autoclosure () throws(NetworkError) -> Plan,
        _ layout: inout ParameterLayout
    ) throws(NetworkError) {
        let latent = description.latents[description.upper.count]
        switch description.prior {
        case .normal: self = .normal(latent: latent)
        case .vamp(let components):
            let encoder = try encoder()
            guard !encoder.normalisesBatches else {
                throw NetworkError(
                    "--prior vamp does not go with batch normalisation in the encoder, which would see pseudo-inputs "
                        + "apart from images: take --norm none, or another prior")
            }
            self = .vamp(
                VampPrior.Parameters(
                    components: components, latent: latent, encoder: encoder, image: description.image, &layout))
        case .mixture(let components):
            self = .mixture(MixturePrior.Parameters(components: components, latent: latent, &layout))
        case .flow(let couplings, let hidden):
            self = .flow(try FlowPrior.Coupling.list(couplings, latent: latent, hidden: hidden, &layout))
        }
        if let problem = layout.budget.problem(parameters: layout.namedCount) {
            throw NetworkError("--prior \(description.prior): \(problem)")
        }
    }

    /// The prior, with memory for batches of `capacity` columns.
    ///
    /// - Parameters:
    ///   - training: whether there will be a way back.
    ///   - other: a workspace that is never on its way back at the same time, whose room for gradients is shared.
    func prior(capacity: Int, training: Bool, sharing other: Workspace? = nil) -> any LatentPrior {
        switch self {
        case .normal(let latent): StandardNormalPrior(latent: latent, capacity: capacity)
        case .vamp(let parameters):
            VampPrior(parameters, capacity: capacity, training: training, sharing: other)
        case .mixture(let parameters): MixturePrior(parameters, capacity: capacity)
        case .flow(let couplings): FlowPrior(couplings, capacity: capacity, training: training)
        }
    }

    /// Numbers that it keeps of a draw, on a way there and back.
    var drawSize: Int {
        switch self {
        case .normal: 0
        case .vamp(let parameters): parameters.components
        case .mixture(let parameters): parameters.components
        case .flow(let couplings):
            couplings.reduce(0) { $0 + $1.kept.count + $1.changed.count + $1.network.trainedValues }
        }
    }

    /// Whether it goes through the encoder, whose parameters then have more than one gradient in a step.
    var usesEncoder: Bool {
        if case .vamp = self { true } else { false }
    }
}
