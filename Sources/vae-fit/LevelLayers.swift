import CommandSupport
import VAEKit

/// The layers of each level of latents, as the command line has them: from the level that images are decoded from, with `/`
/// between levels.
struct LevelLayers {
    let parts: [[LayerDescription]]

    /// - Throws: `UsageError` where the layers are not written as they should be.
    init(_ text: String, of option: Option<String?>) throws {
        do {
            parts = try text.split(separator: "/", omittingEmptySubsequences: false).map {
                try LayerLanguage.parse(String($0))
            }
        } catch {
            throw UsageError("--\(option.name): \(error)")
        }
    }

    /// The levels above the first.
    ///
    /// - Throws: `UsageError` where options do not tell of the same levels.
    static func upper(_ arguments: Arguments, preset: Preset?) throws -> [UpperLevel] {
        let latents = arguments[ModelOptions.latent] ?? [2]
        let layers = try upperLayers(arguments, latents: latents, preset: preset)
        return zip(latents.dropFirst(), layers).map {
            UpperLevel(latent: $0, encoder: $1.encoder, decoder: $1.decoder)
        }
    }

    private static func upperLayers(
        _ arguments: Arguments, latents: [Int], preset: Preset?
    ) throws -> [(encoder: [LayerDescription], decoder: [LayerDescription])] {
        if let encoder = arguments[ModelOptions.encoder], let decoder = arguments[ModelOptions.decoder] {
            let encoders = try LevelLayers(encoder, of: ModelOptions.encoder).parts
            let decoders = try LevelLayers(decoder, of: ModelOptions.decoder).parts
            try check(encoders.count, of: ModelOptions.encoder, latents: latents)
            try check(decoders.count, of: ModelOptions.decoder, latents: latents)
            return zip(encoders, decoders).dropFirst().map { (encoder: $0, decoder: $1) }
        }
        for option in [ModelOptions.hidden, ModelOptions.channels] {
            guard let units = arguments[option] else { continue }
            try check(units.count, of: option, latents: latents)
            let architecture = Network.architecture(arguments, preset: preset)
            return units.dropFirst().map { architecture.layers(ofUnits: $0) }
        }
        guard latents.count == 1 else {
            throw UsageError(
                "--latent \(text(latents)) needs the layers of each level: --hidden N,N/N,N, or --encoder and --decoder"
            )
        }
        return []
    }

    private static func check(_ parts: Int, of option: some OptionDescription, latents: [Int]) throws {
        guard parts != latents.count else { return }
        throw UsageError(
            "--\(option.name) has layers of \(parts) level\(parts == 1 ? "" : "s"), with / between levels, but --latent "
                + "\(text(latents)) has \(latents.count)")
    }

    private static func text(_ latents: [Int]) -> String { latents.map { String($0) }.joined(separator: ",") }
}
