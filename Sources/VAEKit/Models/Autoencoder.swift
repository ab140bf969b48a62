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
    /// Of the levels of latents above the first.
    let upper: [UpperPlans]
    /// Of the topmost latents.
    let prior: PriorPlan

    /// The networks between a level of latents and the one below it.
    struct UpperPlans {
        /// From the latents below to the heads of the level's; nil in a ladder, whose encoder has them.
        let encoder: Plan?
        /// From the level's latents to the heads of p for those below.
        let decoder: Plan
    }

    public init(_ description: ModelDescription, budget: ModelBudget) throws(NetworkError) {
        if let problem = description.problemOfDensities { throw NetworkError(problem) }
        try NetworkError.refuseRows(description.imageShape, to: description.encoder)
        var layout = ParameterLayout()
        layout.budget = budget
        encoder = try Self.encoder(description, &layout)
        upper = try Self.upper(description, &layout)
        decoder = try Self.decoder(description, &layout)
        var beginning = ParameterLayout()
        prior = try PriorPlan(
            description,
            encoder: try Self.encoder(description, &beginning, wantsInputGradient: true), &layout)
        self.description = description
        store = ParameterStore(layout)
    }

    public var imageShape: [Int] { description.imageShape }

    /// Whether the encoder can make use of the images without their zeros.
    var takesSparse: Bool { encoder.takesSparse && description.classes == nil }

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

    /// The heads of all levels side by side, from the lowest, each behind the layers of its own and of those below.
    private static func ladderHeads(
        _ description: ModelDescription, _ hidden: Value, _ builder: inout PlanBuilder
    ) throws(NetworkError) -> Value {
        var (way, heads): (Value, [Value]) = (hidden, [])
        for (number, level) in description.upper.enumerated() {
            let ways = builder.fork(way, 2)
            heads.append(
                builder.heads(
                    ways[0], latent: description.latents[number], names: description.headNames(ofLevel: number)))
            builder.begin("levels.\(number + 2).encoder", heads: "levels.\(number + 2).heads")
            way = try builder.lower(level.encoder, ways[1])
        }
        let top = description.upper.count
        heads.append(
            builder.heads(way, latent: description.latents[top], names: description.headNames(ofLevel: top)))
        builder.begin("encoder", heads: "heads of all levels")
        let channels = heads.map(\.shape.channels)
        return builder.append(
            JoinOperation(channels: channels), heads, to: MapShape(channels: channels.reduce(0, +)), isFlat: true)
    }

    private static func upper(
        _ description: ModelDescription, _ layout: inout ParameterLayout
    ) throws(NetworkError) -> [UpperPlans] {
        var plans: [UpperPlans] = []
        for number in description.upper.indices {
            let encoder =
                description.inference == .ladder ? nil : try upperEncoder(description, number, &layout)
            plans.append(UpperPlans(encoder: encoder, decoder: try upperDecoder(description, number, &layout)))
        }
        return plans
    }

    private static func upperEncoder(
        _ description: ModelDescription, _ number: Int, _ layout: inout ParameterLayout
    ) throws(NetworkError) -> Plan {
        let (level, below) = (description.upper[number], MapShape(channels: description.latents[number]))
        let name = "levels.\(number + 2)"
        var builder = PlanBuilder("\(name).encoder", heads: "\(name).heads", input: below, layout: layout)
        let hidden = try builder.lower(level.encoder, builder.input)
        let heads = builder.heads(
            hidden, latent: level.latent, names: description.headNames(ofLevel: number + 1))
        layout = builder.layout
        return builder.plan(heads, wantsInputGradient: true)
    }

    private static func upperDecoder(
        _ description: ModelDescription, _ number: Int, _ layout: inout ParameterLayout
    ) throws(NetworkError) -> Plan {
        let (level, name) = (description.upper[number], "levels.\(number + 2).decoder")
        var builder = PlanBuilder(
            name, heads: "\(name).heads", input: MapShape(channels: level.latent), layout: layout)
        let hidden = try builder.lower(level.decoder, builder.input)
        let heads = builder.heads(
            hidden, latent: description.latents[number], names: description.headNames.map { "\(name).\($0)" })
        layout = builder.layout
        return builder.plan(heads, wantsInputGradient: true)
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

extension PlanBuilder {
    /// Adds a head of each name, side by side, and what a flow is told.
    fileprivate mutating func heads(
        _ input: Value, latent: Int, names: [String], flow: PosteriorForm = .normal
    ) -> Value {
        let parts = names.map { (outputs: latent, name: $0) } + flow.heads(latent: latent)
        return dense(input, to: MapShape(channels: parts.reduce(0) { $0 + $1.outputs }), parts: parts)
    }
}

extension Autoencoder {
    /// The work of each step for a batch of `items`, in the order of the forward pass.
    ///
    /// - Parameter stateCount: numbers that the optimiser keeps for each weight.
    package func work(items: Int, stateCount: Int) -> [LayerWork] {
        encoder.work(items: items, stateCount: stateCount)
            + plansOfDraws.flatMap { $0.work(items: items * drawCount, stateCount: stateCount) }
    }
}
