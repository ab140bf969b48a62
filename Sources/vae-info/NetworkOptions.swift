import VAEKit

/// The options that say which layers a model has: the short form where there is one, or else the layer language.
enum NetworkOptions {
    /// The names of activations in the short form.
    private static let activations = [
        "relu": "relu", "leaky 0.01": "leaky", "tanh": "tanh", "elu": "elu", "silu": "silu",
    ]

    /// Those of an autoencoder, with the levels of its latents.
    static func of(_ model: ModelDescription) -> [RunOption] {
        let architecture = Architecture(encoder: model.encoder, decoder: model.decoder, for: model.image)
        let upper = model.upper.map { architecture?.units(ofEncoder: $0.encoder, decoder: $0.decoder) }
        let isStandard = model.upper.isEmpty && architecture?.shape == .dense(hidden: [512])
        return short(architecture, upper: upper, isStandard: isStandard)
            ?? layers([model.encoder] + model.upper.map(\.encoder), [model.decoder] + model.upper.map(\.decoder))
    }

    /// Those of a model of codes.
    static func of(_ model: CodeDescription) -> [RunOption] {
        let architecture = Architecture(
            encoder: model.encoder, decoder: model.decoder, for: model.image, keepsMap: true)
        let isStandard = architecture?.shape == .convolutional(channels: [32, 64])
        return short(architecture, isStandard: isStandard) ?? layers([model.encoder], [model.decoder])
    }

    /// nil where some level has no short form.
    private static func short(
        _ architecture: Architecture?, upper: [[Int]?] = [], isStandard: Bool
    ) -> [RunOption]? {
        guard let architecture, let activation = activations[architecture.activation.description],
            !upper.contains(nil)
        else { return nil }
        let (name, units) =
            switch architecture.shape {
            case .dense(let hidden): ("hidden", hidden)
            case .convolutional(let channels): ("channels", channels)
            }
        let levels = ([units] + upper.compactMap { $0 }).map { $0.map(String.init).joined(separator: ",") }
        return [
            RunOption(name, levels.joined(separator: "/"), isDefault: isStandard),
            RunOption("norm", architecture.batchNorm ? "batch" : "none", isDefault: !architecture.batchNorm),
            RunOption("activation", activation, isDefault: activation == "relu"),
        ]
    }

    private static func layers(_ encoders: [[LayerDescription]], _ decoders: [[LayerDescription]]) -> [RunOption] {
        [("encoder", encoders), ("decoder", decoders)].map { name, levels in
            RunOption(name, levels.map { LayerLanguage.spell($0) }.joined(separator: " / "))
        }
    }
}
