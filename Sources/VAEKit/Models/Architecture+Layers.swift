extension Architecture {
    /// The short form that layers for images of a shape have; nil where they have none.
    ///
    /// - Parameter keepsMap: whether the latents of a convolutional network are those of a map, whose shape is kept.
    public init?(
        encoder: [LayerDescription], decoder: [LayerDescription], for image: MapShape, keepsMap: Bool = false
    ) {
        guard let guess = Self.guess(encoder) else { return nil }
        self = guess
        let layers = layers(for: image, keepsMap: keepsMap)
        guard layers.encoder == encoder, layers.decoder == decoder else { return nil }
    }

    /// The units of a level of latents above another, where its layers have the short form too; nil where they have not.
    public func units(ofEncoder encoder: [LayerDescription], decoder: [LayerDescription]) -> [Int]? {
        guard case .dense(let units)? = Self.guess(encoder)?.shape else { return nil }
        let layers = layers(ofUnits: units)
        return layers.encoder == encoder && layers.decoder == decoder ? units : nil
    }

    /// The one that an encoder of its layers can have, if any can have it.
    private static func guess(_ encoder: [LayerDescription]) -> Architecture? {
        var (hidden, channels): ([Int], [Int]) = ([], [])
        var guess = Architecture(.dense(hidden: []))
        for layer in encoder {
            switch layer.layer.form {
            case .dense(let outputs): hidden.append(outputs)
            case .convolution(let count, _, _, _): channels.append(count)
            case .batchNorm: guess.batchNorm = true
            case .activation(let function): guess.activation = function
            default: break
            }
        }
        guess.shape = channels.isEmpty ? .dense(hidden: hidden) : .convolutional(channels: channels)
        return hidden.isEmpty == channels.isEmpty ? nil : guess
    }
}
