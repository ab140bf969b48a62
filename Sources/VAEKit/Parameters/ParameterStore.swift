/// The numbers of a model by name: what training changes, and what it keeps beside that. Nothing of a single pass is in
/// here, so that any number of threads may read it while nothing trains.
public final class ParameterStore: Sendable {
    /// What training changes, flat.
    let values: MutableTensor
    /// Running statistics of batch normalisation, codebooks, and what values are scaled by, flat.
    let statistics: MutableTensor
    /// The parameters by name, in the order of the network.
    public let parameters: [Parameter]
    public let statisticList: [Parameter]
    /// Numbers in the longest bias, scale or shift.
    let longestVector: Int

    /// All zero; see `initialise`.
    init(_ layout: ParameterLayout) {
        values = MutableTensor(zeros: layout.count)
        statistics = MutableTensor(zeros: layout.statisticsCount)
        parameters = layout.parameters
        statisticList = layout.statistics
        longestVector = layout.longestVector
    }

    /// Numbers that training changes.
    public var count: Int { parameters.reduce(0) { $0 + $1.count } }

    /// Takes over the numbers of a model of the same layers.
    func copy(from other: ParameterStore) {
        values.copy(from: Tensor(other.values))
        statistics.copy(from: Tensor(other.statistics))
    }

    /// The numbers of a parameter in PyTorch's order.
    public func values(of parameter: Parameter) -> [Float] { parameter.read(from: Tensor(values)) }

    /// Replaces them.
    public func set(_ parameter: Parameter, to numbers: [Float]) { parameter.write(numbers, to: values) }

    /// The factor on the learning rate of each number of `values`; nil where all have the same.
    func rateFactors(_ groups: ParameterGroups) -> Tensor? {
        guard groups != .one else { return nil }
        let factors = MutableTensor(zeros: values.count)
        for parameter in parameters {
            let factor = Float(groups.factor(of: parameter.name))
            parameter.write([Float](repeating: factor, count: parameter.count), to: factors)
        }
        return Tensor(factors)
    }

    /// The first weight or statistic that holds a number that is not finite, as messages call it; nil when all is well,
    /// which it must be before a checkpoint replaces another.
    var brokenPart: String? {
        if let broken = parameters.firstBroken(in: Tensor(values)) { return "weight \(broken.name)" }
        if let broken = statisticList.firstBroken(in: Tensor(statistics)) { return "statistic \(broken.name)" }
        return nil
    }
}

extension [Parameter] {
    /// The first whose part of `storage` holds a number that is not finite.
    func firstBroken(in storage: Tensor) -> Parameter? {
        storage.isFinite ? nil : first { !$0.read(from: storage).allSatisfy(\.isFinite) }
    }
}
