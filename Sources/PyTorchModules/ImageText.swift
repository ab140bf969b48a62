import VAEKit

/// How images come to a module, and go from it: (batch, channels, height, width), or (batch, values).
struct ImageText {
    let shape: [Int]

    var map: MapShape { MapShape(imageShape: shape) }

    private var sizes: [Int] { shape.count == 1 ? shape : [map.channels, map.height, map.width] }

    /// `(batch, 3, 64, 64)`.
    var text: String { "(batch, \(list))" }

    /// The sizes behind the first.
    var list: String { sizes.map(String.init).joined(separator: ", ") }

    /// The line that lets a network's first layer have its input as it wants it; nil where it has.
    ///
    /// - Parameter isVector: whether the input comes without sides.
    static func entrance(of network: NetworkOutline, isVector: Bool) -> String? {
        let (map, first) = (network.input.map, network.lists[0].first)
        guard network.input.isVector else { return nil }
        if first?.form.takesMap ?? false {
            return "x = x.reshape(-1, \(map.channels), \(map.height), \(map.width))"
        }
        return isVector ? nil : "x = x.flatten(1)"
    }

    /// What every module says of the order of values.
    static let order = "Where a map becomes a vector, as in nn.Flatten, it is channel by channel, row by row."
}

extension LayerForm {
    /// Whether PyTorch's module wants channels, height and width.
    fileprivate var takesMap: Bool {
        switch self {
        case .convolution, .transposedConvolution, .averagePool, .maximumPool, .upsample, .pixelShuffle, .attention:
            true
        default: false
        }
    }
}
