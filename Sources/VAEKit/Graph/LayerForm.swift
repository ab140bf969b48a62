/// What a layer computes, in terms that other frameworks have too: for those who write a network in another language.
package enum LayerForm: Sendable {
    case dense(outputs: Int)
    case convolution(channels: Int, kernel: Int, stride: Int, padding: Int)
    case transposedConvolution(channels: Int, kernel: Int, stride: Int, padding: Int, outputPadding: [Int])
    case batchNorm(epsilon: Float)
    /// - Parameter groups: nil is layer normalisation, with a scale and a shift for each value.
    case groupNorm(groups: Int?, epsilon: Float)
    case activation(ActivationFunction)
    case dropout(rate: Float)
    case flatten
    case unflatten(MapShape)
    case averagePool(size: Int, stride: Int)
    case maximumPool(size: Int, stride: Int)
    case upsample(factor: Int)
    case pixelShuffle(factor: Int)
    case gated(outputs: Int)
    case attention(heads: Int)
    /// The parts are the layers, and then the projection where there is one.
    case residual
    /// The parts are the branches.
    case concat
}

/// A layer of a network with what goes in and what comes out.
package struct LayerOutline: Sendable {
    /// What its parameters' names begin with: `encoder.0`.
    package let name: String
    package let form: LayerForm
    package let input: ItemOutline
    package let output: ItemOutline
    /// The layers that are within it, list by list.
    package let parts: [[LayerOutline]]
}

/// What an item looks like between layers.
package struct ItemOutline: Equatable, Sendable {
    package let map: MapShape
    /// Whether it is a vector, of the values of the map channel by channel.
    package let isVector: Bool

    package init(_ map: MapShape, isVector: Bool) { (self.map, self.isVector) = (map, isVector) }
}

/// A network as it was written: lists of layers, each behind the one before, and what they take.
package struct NetworkOutline: Sendable {
    package let input: ItemOutline
    /// One list for most networks; of the encoder of a ladder one for each level.
    package let lists: [[LayerOutline]]
}
