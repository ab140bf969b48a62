import TensorStreams

/// What every kind of model has: numbers that training changes, by name, and images of one shape.
public protocol Model: AnyObject, Sendable {
    associatedtype Description: ModelDescribing
    static var family: ModelFamily { get }

    var description: Description { get }
    /// Builds the model with all weights zero if it keeps within `budget`.
    ///
    /// - Throws: `NetworkError` where the layers do not fit each other or the image.
    init(_ description: Description, budget: ModelBudget) throws(NetworkError)

    /// How many classes it tells apart, or is told; nil where it knows of none.
    var classes: Int? { get }
    /// What they are called, in their order; nil where they have numbers alone.
    var classNames: [String]? { get }
    /// What the items are that it takes.
    var items: ImageItems { get }
    /// What values that are no pixels are scaled by; nil where they are pixels, or codes.
    var scaling: ValueScaling? { get }
    /// Lets a model whose values are scaled do it by the statistics of these items.
    ///
    /// - Throws: `NetworkError` where there are none in float32.
    func scaleValues(by items: some ItemRuns) throws(NetworkError)
    /// What log, eval and checkpoint call the terms of its loss.
    var terms: [String] { get }
    /// The shape of an image as the stream has it: `[height, width]`, `[height, width, channels]` or `[values]`.
    var imageShape: [Int] { get }
    var store: ParameterStore { get }
    /// Whether batch normalisation has a single value of each image to go by, somewhere in the model.
    var normalisesSingleValues: Bool { get }
    /// Whether the loss has nothing to go by in a batch of one image.
    var comparesImages: Bool { get }
    /// How what a step makes of an image depends on others of its batch.
    var mixing: ImageMixing { get }
    /// The second player of the loss, with weights of its own; nil where there is none.
    var discriminator: Discriminator? { get }
    /// Latents that a step draws for each image.
    var drawCount: Int { get }
    /// Numbers that a step keeps of each of them, where they are several.
    var drawSize: Int { get }
}

/// Everything needed to rebuild a model but its weights, as a checkpoint's `model` entry has it.
public protocol ModelDescribing: Equatable, Sendable {
    var json: JSON { get }
    /// - Throws: `NetworkError` that names the entry which is missing or wrong.
    init(json: JSON) throws(NetworkError)
}

extension Model {
    /// Builds the model with all weights zero; see `initialise`.
    ///
    /// - Throws: `NetworkError` where the layers do not fit each other or the image.
    public init(_ description: Description) throws(NetworkError) {
        try self.init(description, budget: ModelBudget())
    }

    /// A model of the same layers with the weights of another.
    ///
    /// - Parameter seed: of the weights of a discriminator that the other does not have.
    public init(_ description: Description, weightsOf other: Self, seed: UInt64 = 0) throws(NetworkError) {
        try self.init(description)
        store.copy(from: other.store)
        if let discriminator, !discriminator.copy(from: other.discriminator) { discriminator.initialise(seed: seed) }
    }

    public var classNames: [String]? { nil }
    public var items: ImageItems { .pixels }
    public var scaling: ValueScaling? { nil }
    public func scaleValues(by items: some ItemRuns) throws(NetworkError) {}
    public var comparesImages: Bool { false }
    public var discriminator: Discriminator? { nil }

    public var drawCount: Int { 1 }
    public var drawSize: Int { 0 }

    /// The parameters by name, in the order of the network.
    public var parameterList: [Parameter] { store.parameters }
    public var statisticList: [Parameter] { store.statisticList }
    /// What training changes, flat.
    public var parameters: Tensor { Tensor(store.values) }

    /// Running statistics, flat.
    public var statistics: Tensor { Tensor(store.statistics) }

    /// CRC-32 of weights and statistics, to tell them from others.
    public var checksum: [UInt32] { [store.values, store.statistics].map { $0.checksum } }

    /// Numbers that training changes.
    public var parameterCount: Int { store.count }

    /// Refuses, before hours are spent, what could be trained but not be saved.
    ///
    /// - Parameters:
    ///   - hasMoments: whether the optimiser's moments are there already, out of a checkpoint.
    ///   - averages: whether an average of the weights is kept, and is there as they are.
    /// - Throws: `NetworkError` where the process cannot take the memory for it.
    public func requireTrainingMemory(
        hasMoments: Bool = false, averages: Bool = false
    ) throws(NetworkError) {
        // Gradients, two moments, a copy of those and the parameters on the way into a checkpoint, and one of a tensor
        // more while it is made.
        let copies = (hasMoments ? 5 : 7) + (averages ? (hasMoments ? 1 : 2) : 0)
        let numbers = store.values.count + (discriminator?.store.values.count ?? 0)
        if Memory.hasRoom(for: copies * 4 * numbers) { return }
        throw NetworkError(
            "there is no memory to train and save \(parameterCount) parameters: raise its limit (ulimit -v)")
    }

    /// Refuses groups of parameters of which one is empty.
    ///
    /// - Throws: `NetworkError` that says which names there are.
    public func require(_ groups: ParameterGroups) throws(NetworkError) {
        guard let stray = groups.stray(among: parameterList) else { return }
        var names: [String] = []
        for parameter in parameterList {
            let name = parameter.name.split(separator: ".").dropLast().joined(separator: ".")
            if !names.contains(name) { names.append(name) }
        }
        throw NetworkError(
            "no parameter's name begins with '\(stray)': there are \(names.joined(separator: ", "))")
    }

    /// The numbers of a parameter in PyTorch's order.
    public func values(of parameter: Parameter) -> [Float] { store.values(of: parameter) }

    /// Replaces them.
    public func setValues(_ values: [Float], of parameter: Parameter) { store.set(parameter, to: values) }

    /// The numbers of a running statistic, or of a codebook, in PyTorch's order.
    package func statisticValues(of statistic: Parameter) -> [Float] { statistic.read(from: statistics) }

    /// Replaces them.
    package func setStatisticValues(_ values: [Float], of statistic: Parameter) {
        statistic.write(values, to: store.statistics)
    }

    /// The first weight or statistic that holds a number that is not finite, as messages call it; nil when all is well.
    public var brokenPart: String? { store.brokenPart ?? discriminator?.store.brokenPart }
}
