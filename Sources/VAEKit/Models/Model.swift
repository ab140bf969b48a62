import TensorStreams

/// What every kind of model has: numbers that training changes, by name, and images of one shape.
public protocol Model: AnyObject {
    /// The shape of an image as the stream has it: `[height, width]`, `[height, width, channels]` or `[values]`.
    var imageShape: [Int] { get }
    /// What training changes, flat.
    var parameters: Tensor { get }
    /// Running statistics of batch normalisation, flat.
    var statistics: Tensor { get }
    /// The parameters by name, in the order of the network.
    var parameterList: [Parameter] { get }
    var statisticList: [Parameter] { get }
    /// Whether batch normalisation has a single value of each image to go by, somewhere in the model.
    var normalisesSingleValues: Bool { get }
}

extension Model {
    /// Numbers that training changes.
    public var parameterCount: Int { parameterList.reduce(0) { $0 + $1.count } }

    /// Refuses, before hours are spent, what could be trained but not be saved.
    ///
    /// - Parameter hasMoments: whether the optimiser's moments are there already, out of a checkpoint.
    /// - Throws: `NetworkError` where the process cannot take the memory for it.
    public func requireTrainingMemory(hasMoments: Bool = false) throws(NetworkError) {
        // Gradients, two moments, a copy of those and the parameters on the way into a checkpoint, and one of a tensor
        // more while it is made.
        if Memory.hasRoom(for: (hasMoments ? 5 : 7) * 4 * parameters.count) { return }
        throw NetworkError(
            "there is no memory to train and save \(parameterCount) parameters: raise its limit (ulimit -v)")
    }

    /// The numbers of a parameter in PyTorch's order.
    public func values(of parameter: Parameter) -> [Float] { parameter.read(from: parameters) }

    /// Replaces them.
    public func setValues(_ values: [Float], of parameter: Parameter) { parameter.write(values, to: parameters) }

    /// The first weight or statistic that holds a number that is not finite, as messages call it; nil when all is well,
    /// which it must be before a checkpoint replaces another.
    public var brokenPart: String? {
        if let broken = parameterList.firstBroken(in: parameters) { return "weight \(broken.name)" }
        if let broken = statisticList.firstBroken(in: statistics) { return "statistic \(broken.name)" }
        return nil
    }
}

extension [Parameter] {
    /// The first whose part of `storage` holds a number that is not finite.
    func firstBroken(in storage: Tensor) -> Parameter? {
        storage.isFinite ? nil : first { !$0.read(from: storage).allSatisfy(\.isFinite) }
    }
}
