extension Autoencoder {
    /// The heads of all levels side by side, from the lowest, each behind the layers of its own and of those below.
    static func ladderHeads(
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

    /// The networks between each level above the first and the one below it.
    static func upper(
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
}

extension PlanBuilder {
    /// Adds a head of each name, side by side, and what a flow is told.
    mutating func heads(
        _ input: Value, latent: Int, names: [String], flow: PosteriorForm = .normal
    ) -> Value {
        let parts = names.map { (outputs: latent, name: $0) } + flow.heads(latent: latent)
        return dense(input, to: MapShape(channels: parts.reduce(0) { $0 + $1.outputs }), parts: parts)
    }
}
