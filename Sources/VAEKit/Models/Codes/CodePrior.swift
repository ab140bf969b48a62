/// How likely the codes of an image are, one after the other in reading order, each given those before it: a PixelCNN, whose
/// convolutions read what is before a place alone (van den Oord et al. 2016).
public final class CodePrior: Model {
    public static let family = ModelFamily.codePrior
    public let description: CodePriorDescription
    public let store: ParameterStore

    /// From the vectors of codes to the logits of the code at each place.
    let network: Plan
    /// The vectors of codes, channels × codes.
    let embedding: Range<Int>

    public init(_ description: CodePriorDescription, budget: ModelBudget) throws(NetworkError) {
        var layout = ParameterLayout()
        layout.budget = budget
        let (words, places) = (description.network, description.places)
        embedding = layout.reserveItems(
            "embedding.weight", shape: [description.codes, words.channels],
            map: MapShape(channels: words.channels), role: .free(mean: 0, deviation: 1))
        let map = MapShape(channels: words.channels, height: places.height, width: places.width)
        var builder = PlanBuilder("input", input: map, layout: layout)
        var value = try builder.causal(builder.input, words, readsItself: false)
        for block in 0..<words.blocks { value = try builder.block(value, words, number: block) }
        builder.begin("output", heads: "output")
        value = try builder.lower(
            [.activation(.silu), .convolution(channels: description.codes, kernel: 1, stride: 1, padding: 0)], value)
        self.description = description
        network = builder.plan(value, wantsInputGradient: true)
        store = ParameterStore(builder.layout)
    }

    public var imageShape: [Int] { description.imageShape }
    public var items: ImageItems { .codes(description.codes) }
    public var classes: Int? { nil }
    public var terms: [String] { ["bits_per_code"] }
    public var normalisesSingleValues: Bool { false }
    public var mixing: ImageMixing { network.mixing }
    /// Codes of an image.
    public var codesPerImage: Int { description.places.pixels }
}

extension PlanBuilder {
    /// What two layers make of a map, added to it: a convolution of what is before each place and the place itself, and one of
    /// the place alone.
    fileprivate mutating func block(
        _ input: Value, _ words: PixelNetwork, number: Int
    ) throws(NetworkError) -> Value {
        let ways = fork(input, 2)
        begin("blocks.\(number).conv", heads: "blocks.\(number)")
        let wide = try causal(append(ActivationOperation(function: .silu), ways[0]), words, readsItself: true)
        begin("blocks.\(number).out", heads: "blocks.\(number)")
        let layer = LayerDescription.convolution(channels: words.channels, kernel: 1, stride: 1, padding: 0)
        let narrow = try layer.layer.lower(append(ActivationOperation(function: .silu), wide), order: nil, &self)
        return append(AdditionOperation(), [narrow, ways[1]], to: input.shape, isFlat: false)
    }

    /// A masked convolution.
    ///
    /// - Parameter readsItself: whether a place is told of itself, which behind the first layer it does not know any more.
    fileprivate mutating func causal(
        _ input: Value, _ words: PixelNetwork, readsItself: Bool
    ) throws(NetworkError) -> Value {
        let (kernel, channels) = (words.kernel, words.channels)
        layout.budget.connections -= input.shape.pixels * kernel * kernel
        layout.budget.values -= input.shape.count
        try checkBudget()
        let connections = Connections.causal(
            input.shape, targetChannels: channels, kernel: kernel, taps: kernel * kernel / 2 + (readsItself ? 1 : 0))
        let operation = LinearOperation(
            connections: connections, isTransposed: false,
            weights: layout.reserveWeights(connections.weightCount), bias: layout.reserve(channels))
        operation.name(
            ("\(name).weight", "\(name).bias"), shape: [channels, input.shape.channels, kernel, kernel],
            source: MapShape(channels: input.shape.channels), target: MapShape(channels: channels), &layout)
        return append(operation, input, isFlat: false)
    }
}
