import TensorStreams

/// Everything needed to rebuild a prior of codes but its weights.
public struct CodePriorDescription: Equatable, Sendable {
    /// What a checkpoint's `model` entry calls the kind.
    static let kind = ModelFamily.codePrior.rawValue

    /// The shape of an image's codes as the stream has it: `[height, width]`, `[height, width, codebooks]` or `[places]`.
    public var imageShape: [Int]
    /// Codes are 0 ..< codes.
    public var codes: Int
    public var network: PixelNetwork

    public init(imageShape: [Int], codes: Int, network: PixelNetwork) {
        (self.imageShape, self.codes, self.network) = (imageShape, codes, network)
    }

    /// The codes as a map of one channel, those of several codebooks side by side at each place; a vector is a row.
    var places: MapShape {
        switch imageShape.count {
        case 1: MapShape(channels: 1, height: 1, width: imageShape[0])
        case 2: MapShape(channels: 1, height: imageShape[0], width: imageShape[1])
        default: MapShape(channels: 1, height: imageShape[0], width: imageShape[1] * imageShape[2])
        }
    }
}

/// `pixelcnn [channels C] [blocks N] [kernel K]`: masked convolutions, so that each code is told those before it in reading
/// order alone (van den Oord et al. 2016). C is 64, N 4 and K 5 where nothing is said.
public struct PixelNetwork: Equatable, Sendable, CustomStringConvertible {
    public var channels = 64
    public var blocks = 4
    public var kernel = 5

    public init() {}

    /// Reads one.
    ///
    /// - Throws: `NetworkError` that says what is wrong.
    public init(parsing text: String) throws(NetworkError) {
        var words = try ObjectiveWords(text, kind: "a prior of codes", example: "pixelcnn")
        guard words.name == "pixelcnn" else {
            throw NetworkError("'\(text)': no prior of codes is called '\(words.name)'; there is pixelcnn")
        }
        channels = try words.count("channels", in: 8...4096) ?? channels
        blocks = try words.count("blocks", in: 0...64) ?? blocks
        kernel = try words.count("kernel", in: 1...31) ?? kernel
        try words.finish()
        guard kernel % 2 == 1 else { throw NetworkError("'\(text)': kernel must be odd, to have a middle") }
    }

    public var description: String { "pixelcnn channels \(channels) blocks \(blocks) kernel \(kernel)" }
}

extension CodePriorDescription: ModelDescribing {
    /// The description as a checkpoint's `model` entry has it.
    public var json: JSON {
        .object([
            "image": .array(imageShape.map { .integer($0) }),
            "model": .string(Self.kind),
            "codes": .integer(codes),
            "network": .string(network.description),
        ])
    }

    /// - Throws: `NetworkError` that names the entry which is missing or wrong.
    public init(json: JSON) throws(NetworkError) {
        guard let codes = json["codes"]?.int, QuantiserDescription.codes.contains(codes) else {
            throw ModelDescription.wrong("codes")
        }
        guard let text = json["network"]?.string else { throw ModelDescription.wrong("network") }
        self.init(
            imageShape: try ModelDescription.imageShape(json: json), codes: codes,
            network: try PixelNetwork(parsing: text))
    }
}
