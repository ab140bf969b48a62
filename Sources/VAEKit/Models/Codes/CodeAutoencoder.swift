import TensorStreams

/// An autoencoder whose latents are codes: each place of what its encoder puts out is replaced by the nearest of the vectors
/// there are to choose from, and the decoder is given those (van den Oord et al. 2017).
public final class CodeAutoencoder: Model {
    public static let family = ModelFamily.codes
    public let description: CodeDescription
    public let store: ParameterStore

    /// From an image to values, width channels at each place.
    let encoder: Plan
    /// From the codes' vectors to the logits of an image.
    let decoder: Plan
    let quantiser: QuantiserPlan
    /// The places that have codes, one channel.
    private let places: MapShape
    private let scalePlan: ScalePlan?

    public init(_ description: CodeDescription, budget: ModelBudget) throws(NetworkError) {
        if let problem = description.problemOfValues { throw NetworkError(problem) }
        try NetworkError.refuseRows(description.imageShape, to: description.encoder)
        var layout = ParameterLayout()
        layout.budget = budget
        encoder = try Self.encoder(description, &layout)
        places =
            description.places.map { MapShape(channels: 1, height: $0) }
            ?? MapShape(channels: 1, height: encoder.outputShape.height, width: encoder.outputShape.width)
        decoder = try Self.decoder(description, encoder.outputShape, &layout)
        quantiser = QuantiserPlan(description.quantiser, &layout)
        scalePlan = ScalePlan(description.scale, description.image, &layout)
        if let problem = budget.problem(parameters: layout.namedCount + layout.statisticsCount) {
            throw NetworkError("--latent-kind \(description.quantiser): \(problem)")
        }
        self.description = description
        store = ParameterStore(layout)
    }

    public var imageShape: [Int] { description.imageShape }
    public var items: ImageItems { description.items }

    public var scaling: ValueScaling? {
        description.scale.map { _ in scalePlan?.scaling(in: store) ?? .identity }
    }

    public func scaleValues(by items: some ItemRuns) throws(NetworkError) {
        try scalePlan?.set(by: items, in: store)
    }

    public var classes: Int? { nil }
    public var terms: [String] { description.terms }
    public var normalisesSingleValues: Bool { plans.contains { $0.normalisesSingleValues } }
    /// A codebook follows all of a batch.
    public var mixing: ImageMixing { .comparison }
    var plans: [Plan] { [encoder, decoder] }

    /// Places of an image that have codes.
    public var placeCount: Int { places.count }
    /// Codes of an image: those of each codebook at one place, then those at the next.
    public var codesPerImage: Int { placeCount * description.quantiser.bookCount }

    /// The shape of an image's codes in a stream: `[places]`, or `[height, width]` of a map, and behind it the number of
    /// codebooks where there are several.
    private var codeShape: [Int] {
        let books = description.quantiser.bookCount
        return (description.places.map { [$0] } ?? [places.height, places.width]) + (books > 1 ? [books] : [])
    }

    /// Whether an encoder for images of a shape puts out a vector, not a map.
    ///
    /// - Throws: `NetworkError` where the layers do not fit each other or the image.
    public static func putsOutVector(_ encoder: [LayerDescription], imageShape: [Int]) throws(NetworkError) -> Bool {
        try NetworkError.refuseRows(imageShape, to: encoder)
        var builder = PlanBuilder("encoder", input: MapShape(imageShape: imageShape), layout: ParameterLayout())
        return try builder.lower(encoder, builder.input).isFlat
    }

    /// The type and the shape of an image's codes in a stream.
    public var codeFormat: ItemFormat {
        let codes = description.quantiser.codeCount
        return ItemFormat(type: codes <= 256 ? .u8 : codes <= 32_768 ? .i16 : .i32, shape: codeShape)
    }

    /// The layers, and behind them `mean`, which puts out the codes' channels at each place: a convolution of one pixel behind
    /// a map, a dense layer behind a vector.
    private static func encoder(
        _ description: CodeDescription, _ layout: inout ParameterLayout
    ) throws(NetworkError) -> Plan {
        var builder = PlanBuilder("encoder", input: description.image, layout: layout)
        let hidden = try builder.lower(description.encoder, builder.input)
        let width = description.quantiser.width
        let values: Value
        if let places = description.places {
            guard hidden.isFlat else {
                throw NetworkError(
                    "the encoder puts out a map of \(hidden.shape), each pixel of which has a code: leave out --latent, "
                        + "or end it in 'flatten'")
            }
            values = builder.dense(
                hidden, to: MapShape(channels: places * width), parts: [(places * width, "mean")])
        } else {
            builder.begin("mean", heads: "heads")
            let layer = LayerDescription.convolution(channels: width, kernel: 1, stride: 1, padding: 0)
            values = try layer.layer.lower(hidden, order: nil, &builder)
        }
        layout = builder.layout
        return builder.plan(values, wantsInputGradient: false)
    }

    private static func decoder(
        _ description: CodeDescription, _ values: MapShape, _ layout: inout ParameterLayout
    ) throws(NetworkError) -> Plan {
        var builder = PlanBuilder("decoder", input: values, layout: layout)
        let image = try builder.lower(description.decoder, builder.input, order: description.image)
        guard image.shape == description.image else {
            throw NetworkError("the decoder puts out \(image.shape), but the images are \(description.image)")
        }
        layout = builder.layout
        return builder.plan(image, wantsInputGradient: true)
    }
}

extension CodeAutoencoder: ImageAutoencoder {
    var image: MapShape { description.image }
    var encoderMap: MapShape { description.image }
    public var threshold: Int? { description.threshold }
    var likelihood: Likelihood { description.likelihood }
    var link: OutputLink { description.link }
}
