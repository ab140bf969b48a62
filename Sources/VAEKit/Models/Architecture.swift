/// The networks that the short forms of the command line stand for.
public struct Architecture: Equatable, Sendable {
    public enum Shape: Equatable, Sendable {
        /// Dense layers of so many units in the encoder, mirrored in the decoder.
        case dense(hidden: [Int])
        /// Convolutions 3×3 of stride 2 and padding 1 to so many channels, mirrored by transposed ones.
        case convolutional(channels: [Int])
    }

    public var shape: Shape
    /// Follows every layer but the last of the decoder.
    public var activation: ActivationFunction
    public var batchNorm: Bool

    public init(_ shape: Shape, activation: ActivationFunction = .relu, batchNorm: Bool = false) {
        self.shape = shape
        self.activation = activation
        self.batchNorm = batchNorm
    }

    /// The layers for images of a shape.
    ///
    /// - Parameter keepsMap: whether the latents of a convolutional network are those of a map, whose shape is kept.
    public func layers(
        for image: MapShape, keepsMap: Bool = false
    ) -> (encoder: [LayerDescription], decoder: [LayerDescription]) {
        switch shape {
        case .dense(let hidden): dense(hidden, image)
        case .convolutional(let channels): convolutional(channels, image, keepsMap: keepsMap)
        }
    }

    private var after: [LayerDescription] { (batchNorm ? [.batchNorm] : []) + [.activation(activation)] }

    private func dense(
        _ hidden: [Int], _ image: MapShape
    ) -> (encoder: [LayerDescription], decoder: [LayerDescription]) {
        (
            encoder: hidden.flatMap(stage),
            decoder: hidden.reversed().flatMap(stage) + [.dense(outputs: image.count)]
        )
    }

    /// The layers of a level of latents above another: dense layers of so many units, mirrored, with no last ones, for heads
    /// follow.
    public func layers(ofUnits units: [Int]) -> (encoder: [LayerDescription], decoder: [LayerDescription]) {
        (encoder: units.flatMap(stage), decoder: units.reversed().flatMap(stage))
    }

    private func stage(_ units: Int) -> [LayerDescription] { [.dense(outputs: units)] + after }

    /// The output padding of each transposed convolution is chosen so that the sizes mirror those of the encoder.
    private func convolutional(
        _ channels: [Int], _ image: MapShape, keepsMap: Bool
    ) -> (encoder: [LayerDescription], decoder: [LayerDescription]) {
        var encoder: [LayerDescription] = []
        var maps = [image]
        for count in channels {
            let last = maps[maps.count - 1]
            encoder += [.convolution(channels: count, kernel: 3, stride: 2, padding: 1)] + after
            maps.append(MapShape(channels: count, height: (last.height + 1) / 2, width: (last.width + 1) / 2))
        }
        let smallest = maps[maps.count - 1]
        var decoder: [LayerDescription] =
            keepsMap
            ? [.convolution(channels: smallest.channels, kernel: 3, stride: 1, padding: 1)] + after
            : [.dense(outputs: smallest.count), .unflatten(smallest)]
        for (index, map) in maps.dropLast().enumerated().reversed() {
            decoder.append(
                .transposedConvolution(
                    channels: map.channels, kernel: 3, stride: 2, padding: 1,
                    outputPadding: Sides(height: 1 - map.height % 2, width: 1 - map.width % 2)))
            if index > 0 { decoder += after }
        }
        return (encoder: encoder + (keepsMap ? [] : [.flatten]), decoder: decoder)
    }
}
