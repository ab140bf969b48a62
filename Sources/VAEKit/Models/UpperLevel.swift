import TensorStreams

/// A level of latents above another: how it is inferred from below, and what is below generated from it.
public struct UpperLevel: Equatable, Sendable {
    /// How many coordinates its latents have.
    public var latent: Int
    /// The layers before its heads: behind the latents of the level below or, of a ladder, behind the layers of the encoder
    /// below.
    public var encoder: [LayerDescription]
    /// The layers from its latents to the heads of p for those of the level below.
    public var decoder: [LayerDescription]

    public init(latent: Int, encoder: [LayerDescription], decoder: [LayerDescription]) {
        (self.latent, self.encoder, self.decoder) = (latent, encoder, decoder)
    }
}

/// What the latents of a model of several levels are inferred from.
public enum Inference: String, CaseIterable, Sendable {
    /// Each level from the sample of the one below: q(z_1 | x) q(z_2 | z_1) … (Burda et al. 2015).
    case bottomUp = "bottom-up"
    /// Each level from the image and, but for the topmost, from the sample of the one above (Sønderby et al. 2016).
    case ladder
}

extension UpperLevel {
    var json: JSON {
        .object([
            "latent": .integer(latent),
            "encoder": .string(LayerLanguage.spell(encoder)),
            "decoder": .string(LayerLanguage.spell(decoder)),
        ])
    }

    /// - Throws: `NetworkError` that names the entry which is missing or wrong.
    init(json: JSON) throws(NetworkError) {
        guard let latent = json["latent"]?.int, (1...LayerWords.largestSize).contains(latent),
            let encoder = json["encoder"]?.string, let decoder = json["decoder"]?.string
        else { throw ModelDescription.wrong("levels") }
        self.init(
            latent: latent, encoder: try LayerLanguage.parse(encoder), decoder: try LayerLanguage.parse(decoder))
    }
}

extension ModelDescription {
    /// How many levels there may be: each has a term of the loss.
    public static let mostLevels = 14

    /// How many coordinates the latents of each level have, from the one that images are decoded from.
    public var latents: [Int] { [latent] + upper.map(\.latent) }

    /// What log and eval call the terms of the loss.
    public var terms: [String] { objective.terms + (upper.isEmpty ? [] : latents.indices.map { "kl\($0 + 1)" }) }

    /// Why the model's options do not go together where it has several levels; nil where they do.
    public var problemOfLevels: String? {
        if upper.isEmpty { return inference == .ladder ? "a ladder needs several levels of latents" : nil }
        if latents.count > Self.mostLevels { return "there are at most \(Self.mostLevels) levels of latents" }
        if kind == .ae { return "several levels of latents are of a variational autoencoder" }
        if heads != .logvar || noise != .independent {
            return "several levels of latents need heads logvar and independent noise"
        }
        guard objective.suitsLevels else {
            return "the objective of several levels of latents is elbo or iwae, not \(objective)"
        }
        if inference == .ladder, objective.followsPaths {
            return "gradient stl or dreg needs parameters that q has alone, and a ladder shares them with p: "
                + "take gradient standard"
        }
        if objective.splitsBounds {
            return "the encoder alone can follow groups of draws where there is one level of latents"
        }
        return nil
    }
}
