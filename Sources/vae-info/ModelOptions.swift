import TensorStreams
import VAEKit

/// The options that say what a model is, of each kind that there is.
enum ModelOptions {
    /// Those that decide which weights there are, and so are not said where a run begins with weights that are there.
    static let structural: Set<String> = [
        "model", "latent", "latent-kind", "hidden", "channels", "norm", "activation", "encoder", "decoder", "inference",
        "heads", "prior", "posterior", "scale", "network",
    ]

    /// Entries of a description that are no options, or are said otherwise.
    private static let others: Set<String> = [
        "image", "encoder", "decoder", "levels", "set_size", "classes", "names", "codes", "network",
    ]

    /// What a model is where nothing is said, with the entries that only some have.
    private static let defaults: JSON = {
        var entries = ModelDescription(imageShape: [], encoder: [], decoder: []).json.object ?? [:]
        (entries["sigma"], entries["inference"]) = (.number(1), .string(Inference.bottomUp.rawValue))
        return .object(entries)
    }()

    static func of(_ model: ModelDescription) -> [RunOption] {
        let latents = model.latents.map { String($0) }.joined(separator: ",")
        let options = RunOption.entries(of: model.json, defaults: defaults, but: others.union(["latent"]))
        let implied = [("objective", "elbo"), ("prior", "normal"), ("posterior", "normal")].filter { name, _ in
            !options.contains { $0.name == name }
        }
        return [RunOption("latent", latents, isDefault: latents == "2")] + NetworkOptions.of(model) + options
            + implied.map { RunOption($0, $1, isDefault: true) }
    }

    static func of(_ model: CodeDescription) -> [RunOption] {
        let options = RunOption.entries(
            of: model.json, defaults: defaults, but: others.union(["model", "latent", "latent_kind"]))
        let places = model.places.map { [RunOption("latent", String($0), isDefault: $0 == 1)] } ?? []
        return [RunOption("latent-kind", model.quantiser.description)] + places + NetworkOptions.of(model) + options
    }

    static func of(_ model: CodePriorDescription) -> [RunOption] {
        [RunOption("prior", model.network.description, isDefault: model.network == PixelNetwork())]
    }

    static func of(_ model: LatentFlowDescription) -> [RunOption] {
        [
            RunOption("density", "flow"), RunOption("couplings", String(model.couplings)),
            RunOption("hidden", String(model.hidden)),
        ]
    }

    static func of(_ model: ClassifierDescription) -> [RunOption] {
        let isStandard = model.network == ClassifierDescription.network(for: model.imageShape)
        return [RunOption("network", LayerLanguage.spell(model.network), isDefault: isStandard)]
    }
}
