/// The layer language: layers separated by commas or line ends, each a name, its size, named options, and in brackets the
/// layers that are within it.
///
/// The file of each kind says how it is spelt.
public enum LayerLanguage {
    /// Every kind there is.
    static let kinds: [any Layer.Type] = [
        Convolution.self, Dense.self, BatchNorm.self, Flatten.self, Unflatten.self, Activation.self,
        Residual.self, Concat.self, GroupNorm.self, Pooling.self, Dropout.self, Attention.self, Gated.self,
        PixelShuffle.self,
    ]

    public static func parse(_ text: String) throws(NetworkError) -> [LayerDescription] {
        var parser = LayerParser(text)
        let layers = try parser.sequence(depth: 0)
        guard !layers.isEmpty else { throw NetworkError("a network needs at least one layer, such as 'dense 512'") }
        return layers
    }

    public static func spell(_ layers: [LayerDescription]) -> String {
        layers.map(\.description).joined(separator: ", ")
    }

    static func kind(named name: Substring) -> (any Layer.Type)? { kinds.first { $0.names.contains(String(name)) } }

    /// What layers there are, in words.
    static var names: String {
        let names = kinds.flatMap { $0.names }
        return names.dropLast().joined(separator: ", ") + " and \(names[names.count - 1])"
    }
}
