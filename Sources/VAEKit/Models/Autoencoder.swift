import TensorStreams

/// An encoder with its heads, and a decoder.
public final class Autoencoder: Model {
    public static let family = ModelFamily.autoencoder
    public let description: ModelDescription
    public let store: ParameterStore

    /// From an image to the heads' outputs: mean, then log variance or deviation; of a ladder those of each level in turn.
    let encoder: Plan
    /// From a latent to the logits of an image.
    let decoder: Plan
    private let decoderParameters: Range<Int>
    /// Of the levels of latents above the first.
    let upper: [UpperPlans]
    /// Of the topmost latents.
    let prior: PriorPlan
    public let discriminator: Discriminator?
    /// What the likelihood learns beside the decoder, a number for each value.
    let spread: Range<Int>?
    private let scalePlan: ScalePlan?

    /// The networks between a level of latents and the one below it.
    struct UpperPlans {
        /// From the latents below to the heads of the level's; nil in a ladder, whose encoder has them.
        let encoder: Plan?
        /// From the level's latents to the heads of p for those below.
        let decoder: Plan
    }

    public init(_ description: ModelDescription, budget: ModelBudget) throws(NetworkError) {
        if let problem = description.problemOfObjective ?? description.problemOfDensities
            ?? description.problemOfValues
        {
            throw NetworkError(problem)
        }
        try NetworkError.refuseRows(description.imageShape, to: description.encoder)
        var layout = ParameterLayout()
        layout.budget = budget
        encoder = try Self.encoder(description, &layout)
        upper = try Self.upper(description, &layout)
        let beginning = layout.count
        decoder = try Self.decoder(description, &layout)
        decoderParameters = beginning..<layout.count
        var apart = ParameterLayout()
        prior = try PriorPlan(
            description,
            encoder: try Self.encoder(description, &apart, wantsInputGradient: true), &layout)
        spread = Self.spread(description, &layout)
        scalePlan = ScalePlan(description.scale, description.image, &layout)
        self.description = description
        store = ParameterStore(layout)
        discriminator = try Self.discriminator(description, budget: budget)
    }

    private static func discriminator(
        _ description: ModelDescription, budget: ModelBudget
    ) throws(NetworkError) -> Discriminator? {
        guard let discriminator = description.objective.discriminator else { return nil }
        return try Discriminator(discriminator, latent: description.latent, budget: budget)
    }

    private static func spread(_ description: ModelDescription, _ layout: inout ParameterLayout) -> Range<Int>? {
        guard let name = description.learntSpread else { return nil }
        let map = description.image
        let range = layout.reserve(map.count)
        layout.add(
            name, shape: [map.count],
            // Dispersions begin as those of scVI do.
            role: .free(mean: 0, deviation: description.recon.isOfCounts ? 1 : 0),
            order: .vector(offset: range.lowerBound, map: map))
        return range
    }

    public var imageShape: [Int] { description.imageShape }
    public var items: ImageItems { description.items }

    public var scaling: ValueScaling? {
        description.scale.map { _ in scalePlan?.scaling(in: store) ?? .identity }
    }

    public func scaleValues(by items: some ItemRuns) throws(NetworkError) {
        try scalePlan?.set(by: items, in: store)
    }

    public var classes: Int? { description.classes }
    public var terms: [String] { description.terms }

    public var drawCount: Int { description.objective.regulariser.draws.count }

    /// The image, the sample with its noise and its moments, and what the decoder makes of that; and the same of levels above.
    public var drawSize: Int {
        description.image.count + 4 * description.latent + plansOfDraws.reduce(0) { $0 + $1.trainedValues }
            + description.upper.reduce(0) { $0 + DrawnLevel.size(latent: $1.latent) } + prior.drawSize
            + 2 * description.posteriorForm.rows(latent: description.latent)
    }

    /// The networks that each draw goes through.
    private var plansOfDraws: [Plan] { upper.flatMap { [$0.encoder, $0.decoder].compactMap { $0 } } + [decoder] }
    var plans: [Plan] { [encoder] + plansOfDraws }

    public var normalisesSingleValues: Bool { plans.contains { $0.normalisesSingleValues } }

    public var comparesImages: Bool { description.objective.comparesImages }

    public var mixing: ImageMixing {
        if description.objective.regulariser.comparesItems || discriminator != nil { return .comparison }
        return plans.contains { $0.normalisesBatches } ? .normalisation : .none
    }

    /// What the encoder takes: an image, and behind its channels those of its class.
    private static func input(_ description: ModelDescription) throws(NetworkError) -> MapShape {
        let map = description.encoderMap.adding(channels: description.classes ?? 0)
        guard map.count <= LayerWords.largestSize else {
            throw NetworkError("\(map.channels) channels, with one for each class, are too many for \(map)")
        }
        return map
    }

    private static func encoder(
        _ description: ModelDescription, _ layout: inout ParameterLayout, wantsInputGradient: Bool = false
    ) throws(NetworkError) -> Plan {
        var builder = PlanBuilder("encoder", input: try input(description), layout: layout)
        let hidden = try builder.lower(description.encoder, builder.input)
        let heads =
            description.inference == .ladder
            ? try ladderHeads(description, hidden, &builder)
            : builder.heads(
                hidden, latent: description.latent, names: description.headNames, flow: description.posteriorForm)
        layout = builder.layout
        return builder.plan(heads, wantsInputGradient: wantsInputGradient)
    }

    private static func decoder(
        _ description: ModelDescription, _ layout: inout ParameterLayout
    ) throws(NetworkError) -> Plan {
        let latent = MapShape(channels: description.latent + (description.classes ?? 0))
        var builder = PlanBuilder("decoder", input: latent, layout: layout)
        let image = try builder.lower(description.decoder, builder.input, order: description.image)
        guard image.shape == description.image else {
            throw NetworkError("the decoder puts out \(image.shape), but the images are \(description.image)")
        }
        layout = builder.layout
        return builder.plan(image, wantsInputGradient: true)
    }
}

extension Autoencoder {
    /// The sum of the squares of the decoder's weights and biases.
    var decoderNorm: Double { GradientKernel.squaredNorm(parameters[decoderParameters]) }

    /// Adds to the gradients of the decoder's parameters that of `weight` · `decoderNorm`.
    func addDecoderGradient(weight: Double, to use: GradientUse) {
        use.add(parameters[decoderParameters], times: Float(2 * weight), at: decoderParameters)
    }

    /// The work of each step for a batch of `items`, in the order of the forward pass.
    ///
    /// - Parameter stateCount: numbers that the optimiser keeps for each weight.
    package func work(items: Int, stateCount: Int) -> [LayerWork] {
        var encoding = encoder.work(items: items, stateCount: stateCount)
        // A second batch goes forward alone.
        if comparesImages { for step in encoding.indices { encoding[step].operations.forward *= 2 } }
        let discriminating = discriminator?.network.work(items: 2 * items, stateCount: 2) ?? []
        return encoding + discriminating
            + plansOfDraws.flatMap { $0.work(items: items * drawCount, stateCount: stateCount) }
    }
}
