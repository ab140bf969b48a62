import CommandSupport
import VAEKit

/// Where the layers of a new model come from.
enum Network {
    case layers(encoder: [LayerDescription], decoder: [LayerDescription])
    case short(Architecture)
    /// One that has no short form.
    case preset(Preset)

    /// - Throws: `UsageError` where the options do not go together, or the layers are not written as they should be.
    ///
    /// - Parameter standard: what there is where nothing is said.
    init(
        _ arguments: Arguments, preset: Preset?, standard: Architecture.Shape = .dense(hidden: [512])
    ) throws {
        try Self.refuseTwoForms(arguments)
        let isReshaped = arguments.isGiven(ModelOptions.hidden) || arguments.isGiven(ModelOptions.channels)
        if let encoder = arguments[ModelOptions.encoder], let decoder = arguments[ModelOptions.decoder] {
            self = .layers(
                encoder: try LevelLayers(encoder, of: ModelOptions.encoder).parts[0],
                decoder: try LevelLayers(decoder, of: ModelOptions.decoder).parts[0])
        } else if let preset, preset.architecture == nil, !isReshaped {
            if arguments.isGiven(ModelOptions.norm) || arguments.isGiven(ModelOptions.activation) {
                throw UsageError(
                    "--norm and --activation do not go with --preset \(preset.rawValue): write --encoder and --decoder")
            }
            self = .preset(preset)
        } else {
            self = .short(Self.architecture(arguments, preset: preset, standard: standard))
        }
    }

    private static func refuseTwoForms(_ arguments: Arguments) throws {
        if arguments.isGiven(ModelOptions.hidden) && arguments.isGiven(ModelOptions.channels) {
            throw UsageError("--hidden and --channels exclude each other: dense layers or convolutions")
        }
        if arguments.isGiven(ModelOptions.encoder) != arguments.isGiven(ModelOptions.decoder) {
            throw UsageError("--encoder and --decoder go together")
        }
        let short: [any OptionDescription] = [
            ModelOptions.hidden, ModelOptions.channels, ModelOptions.norm, ModelOptions.activation,
        ]
        if arguments.isGiven(ModelOptions.encoder), let given = short.first(where: { arguments.isGiven($0) }) {
            throw UsageError("--\(given.name) and --encoder exclude each other")
        }
    }

    static func architecture(
        _ arguments: Arguments, preset: Preset?, standard: Architecture.Shape = .dense(hidden: [512])
    ) -> Architecture {
        var architecture = preset?.architecture ?? Architecture(standard)
        if let units = arguments[ModelOptions.hidden] { architecture.shape = .dense(hidden: units[0]) }
        if let counts = arguments[ModelOptions.channels] { architecture.shape = .convolutional(channels: counts[0]) }
        if let value = arguments[ModelOptions.norm] { architecture.batchNorm = value == .batch }
        if let value = arguments[ModelOptions.activation] { architecture.activation = value.function }
        return architecture
    }

    /// The layers for images of a shape. Throws `NetworkError` where there are none for that.
    ///
    /// - Parameter keepsMap: whether the latents of convolutions are those of a map.
    func layers(
        imageShape: [Int], keepsMap: Bool = false
    ) throws(NetworkError) -> (encoder: [LayerDescription], decoder: [LayerDescription]) {
        switch self {
        case .layers(let encoder, let decoder): return (encoder, decoder)
        case .short(let architecture):
            return architecture.layers(for: MapShape(imageShape: imageShape), keepsMap: keepsMap)
        case .preset(let preset):
            let model = try preset.model(imageShape: imageShape)
            return (model.encoder, model.decoder)
        }
    }
}
