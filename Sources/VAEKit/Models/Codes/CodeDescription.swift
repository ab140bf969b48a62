import TensorStreams

/// Everything needed to rebuild an autoencoder of codes but its weights.
public struct CodeDescription: PixelDescription, Equatable, Sendable {
    /// What a checkpoint's `model` entry calls the kind.
    static let kind = ModelFamily.codes.rawValue

    /// The shape of an image as the stream has it: `[height, width]`, `[height, width, channels]` or `[values]`.
    public var imageShape: [Int]
    public var quantiser: QuantiserDescription
    /// How many places have codes, where the encoder puts out a vector; nil where it puts out a map, whose pixels have them.
    public var places: Int?
    public var encoder: [LayerDescription]
    public var decoder: [LayerDescription]
    public var recon = ModelDescription.Recon.bce
    /// Standard deviation of the gaussian likelihood.
    public var sigma = 1.0
    /// Where given, pixels are 1 above this u8 value and 0 elsewhere.
    public var threshold: Int?
    /// Where given, values are no pixels, and this is how they are scaled.
    public var scale: ValueScale?

    public init(
        imageShape: [Int], _ quantiser: QuantiserDescription, encoder: [LayerDescription],
        decoder: [LayerDescription]
    ) {
        (self.imageShape, self.quantiser) = (imageShape, quantiser)
        (self.encoder, self.decoder) = (encoder, decoder)
    }

    /// The image as the layers see it.
    public var image: MapShape { MapShape(imageShape: imageShape) }

    /// What log and eval call the terms of the loss.
    public var terms: [String] { ["recon", "commit"] + CodeUsage.terms }

    /// Why the model's options do not go together; nil where they do.
    public var problemOfValues: String? {
        recon.isOfCounts
            ? "--recon \(recon.rawValue) does not go with latents of codes ('\(quantiser)')" : problemOfScale
    }
}

extension CodeDescription: ModelDescribing {
    /// The description as a checkpoint's `model` entry has it.
    public var json: JSON {
        var object: JSONObject = [
            "image": .array(imageShape.map { .integer($0) }),
            "model": .string(Self.kind),
            "latent_kind": .string(quantiser.description),
            "encoder": .string(LayerLanguage.spell(encoder)),
            "decoder": .string(LayerLanguage.spell(decoder)),
            "recon": .string(recon.rawValue),
        ]
        if let places { object["latent"] = .integer(places) }
        if recon == .gaussian { object["sigma"] = .number(sigma) }
        if let threshold { object["threshold"] = .integer(threshold) }
        if let scale { object["scale"] = .string(scale.description) }
        return .object(object)
    }

    /// - Throws: `NetworkError` that names the entry which is missing or wrong.
    public init(json: JSON) throws(NetworkError) {
        func text(_ key: String) throws(NetworkError) -> String {
            guard let text = json[key]?.string else { throw ModelDescription.wrong(key) }
            return text
        }
        guard let quantiser = try QuantiserDescription.latentKind(parsing: try text("latent_kind")) else {
            throw ModelDescription.wrong("latent_kind")
        }
        self.init(
            imageShape: try ModelDescription.imageShape(json: json), quantiser,
            encoder: try LayerLanguage.parse(try text("encoder")), decoder: try LayerLanguage.parse(try text("decoder"))
        )
        guard let recon = ModelDescription.Recon(rawValue: try text("recon")) else {
            throw ModelDescription.wrong("recon")
        }
        self.recon = recon
        scale = try json["scale"].map { (entry) throws(NetworkError) in try ValueScale(json: entry) }
        try takeNumbers(json)
    }

    private mutating func takeNumbers(_ json: JSON) throws(NetworkError) {
        if recon == .gaussian {
            guard let value = json["sigma"]?.double, (1e-6...1e6).contains(value) else {
                throw ModelDescription.wrong("sigma")
            }
            sigma = value
        }
        if let entry = json["latent"] {
            guard let value = entry.int, (1...LayerWords.largestSize).contains(value) else {
                throw ModelDescription.wrong("latent")
            }
            places = value
        }
        if let entry = json["threshold"] {
            guard let value = entry.int, (0...255).contains(value) else { throw ModelDescription.wrong("threshold") }
            threshold = value
        }
    }
}
