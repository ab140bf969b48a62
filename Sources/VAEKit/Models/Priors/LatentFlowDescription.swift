import TensorStreams

/// Everything needed to rebuild a flow over latents but its weights.
public struct LatentFlowDescription: Equatable, Sendable {
    /// What a checkpoint's `model` entry calls the kind.
    static let kind = ModelFamily.flow.rawValue
    /// How latents come before the couplings.
    static let scale = ValueScale(.standard)
    /// Couplings part the coordinates in two halves.
    public static let latents = 2...65_536
    public static let couplingCounts = 1...64
    public static let hiddenCounts = 1...65_536

    /// Coordinates of a latent.
    public let latent: Int
    public let couplings: Int
    /// Units of each of the two hidden layers in a coupling's network.
    public let hidden: Int

    public init(latent: Int, couplings: Int, hidden: Int) {
        (self.latent, self.couplings, self.hidden) = (latent, couplings, hidden)
    }
}

extension LatentFlowDescription: ModelDescribing {
    /// The description as a checkpoint's `model` entry has it.
    public var json: JSON {
        .object([
            "model": .string(Self.kind),
            "image": .array([.integer(latent)]),
            "couplings": .integer(couplings),
            "hidden": .integer(hidden),
        ])
    }

    /// - Throws: `NetworkError` that names the entry which is missing or wrong.
    public init(json: JSON) throws(NetworkError) {
        func count(_ entry: String, _ range: ClosedRange<Int>) throws(NetworkError) -> Int {
            guard let count = json[entry]?.int, range.contains(count) else { throw ModelDescription.wrong(entry) }
            return count
        }
        let shape = try ModelDescription.imageShape(json: json)
        guard shape.count == 1, Self.latents.contains(shape[0]) else { throw ModelDescription.wrong("image") }
        self.init(
            latent: shape[0], couplings: try count("couplings", Self.couplingCounts),
            hidden: try count("hidden", Self.hiddenCounts))
    }
}
