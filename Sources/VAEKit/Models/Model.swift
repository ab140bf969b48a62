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
}

extension Model {
    /// Numbers that training changes.
    public var parameterCount: Int { parameterList.reduce(0) { $0 + $1.count } }

    /// The numbers of a parameter in PyTorch's order.
    public func values(of parameter: Parameter) -> [Float] { parameter.read(from: parameters) }

    /// Replaces them.
    public func setValues(_ values: [Float], of parameter: Parameter) { parameter.write(values, to: parameters) }

    /// Whether every weight is finite: what a checkpoint must be before it replaces another.
    public var isFinite: Bool { parameters.isFinite && statistics.isFinite }
}
