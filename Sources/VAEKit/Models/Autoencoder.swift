import TensorStreams

/// An encoder, its heads and a decoder, with their weights.
public final class Autoencoder: Model {
    public let description: ModelDescription
    public let parameters: Tensor
    public let statistics: Tensor
    public let parameterList: [Parameter]
    public let statisticList: [Parameter]

    let encoder: Network
    /// The heads side by side, as one dense layer: mean, then log variance or deviation.
    let heads: LinearLayer
    let decoder: Network

    /// Builds the model with all weights zero; see `initialise`.
    ///
    /// - Throws: `NetworkError` where the layers do not fit each other or the image.
    public convenience init(_ description: ModelDescription) throws(NetworkError) {
        try self.init(description, budget: ModelBudget())
    }

    /// Builds the model if it keeps within `budget`, on the weights of `other` where that is given.
    init(
        _ description: ModelDescription, budget: ModelBudget, sharing other: Autoencoder? = nil
    ) throws(NetworkError) {
        try NetworkError.refuseRows(description.imageShape, to: description.encoder)
        var layout = ParameterLayout()
        layout.budget = budget
        encoder = try NetworkBuilder.build(
            "encoder", description.encoder, input: description.image, layout: &layout)
        heads = Self.buildHeads(description, input: encoder.output, &layout)
        decoder = try NetworkBuilder.build(
            "decoder", description.decoder, input: MapShape(channels: description.latent), result: description.image,
            layout: &layout)
        self.description = description
        parameters = other?.parameters ?? Tensor(zeros: layout.count)
        statistics = other?.statistics ?? Tensor(zeros: layout.statisticsCount)
        parameterList = layout.parameters
        statisticList = layout.statistics
    }

    /// A model of the same layers with the weights of another.
    public convenience init(_ description: ModelDescription, weightsOf other: Autoencoder) throws(NetworkError) {
        try self.init(description)
        parameters.copy(from: other.parameters)
        statistics.copy(from: other.statistics)
    }

    /// A model with maps of its own on the weights of another, for one more thread while nothing trains them.
    public convenience init(sharingWeightsOf other: Autoencoder) throws(NetworkError) {
        try self.init(other.description, budget: ModelBudget(), sharing: other)
    }

    public var imageShape: [Int] { description.imageShape }

    public var normalisesSingleValues: Bool { encoder.normalisesSingleValues || decoder.normalisesSingleValues }

    private static func buildHeads(
        _ description: ModelDescription, input: MapShape, _ layout: inout ParameterLayout
    ) -> LinearLayer {
        let names = description.headNames
        let heads = NetworkBuilder.dense(input, MapShape(channels: names.count * description.latent), &layout)
        for (index, name) in names.enumerated() {
            heads.name(
                name, shape: [description.latent, input.count], source: input,
                target: MapShape(channels: description.latent), row: index * description.latent, &layout)
        }
        return heads
    }
}

/// What each stream of random numbers of one seed is for.
enum RandomStream: UInt64 {
    case weights = 1
    case shuffle = 2
    case noise = 3
    case validation = 4
    case frames = 5
}
