/// What a step of a plan computes, forward and back.
///
/// An operation holds sizes and the places of its parameters, but no numbers: those are in the store, and in the workspace
/// of the pass. Gradients for parameters are handed to the pass; the one for an input is written where it is wanted.
protocol Operation: Sendable {
    /// What the fusion rules and the workspace may count on.
    var traits: OperationTraits { get }
    /// The slope below zero of an operation that is a leaky ReLU and nothing else.
    var leakySlope: Float? { get }
    /// This operation with the work of the one behind it, where it can do both in one.
    func absorbing(_ next: any Operation) -> (any Operation)?
    /// Numbers that are made on the way forward and read on the way back.
    func keptCount(columns: Int) -> Int
    /// Numbers of work space.
    func workCount(columns: Int, training: Bool) -> Int
    /// Multiplications and additions for one item on the way forward; the way back to parameters takes as many, and that
    /// to the input.
    var products: Double { get }
    /// Weights that are read for every batch.
    var weightCount: Int { get }
    /// Channels that have each a bias added, or their mean taken out; 0 where none have.
    var shiftedChannels: Int { get }

    func forward(_ site: Site)
    func backward(_ site: Site)
    /// What must be summed of the input before `forward`, and of the output's gradient before `backward`, of an operation
    /// that `wantsSums`.
    func sums(of input: Tensor, kept: MutableTensor, _ pass: Pass) -> BatchNormSums
    func sums(ofGradient gradient: Tensor, input: Tensor, kept: MutableTensor, _ pass: Pass) -> BatchNormSums
}

struct OperationTraits: OptionSet, Sendable {
    let rawValue: Int

    /// It has parameters.
    static let learns = OperationTraits(rawValue: 1)
    /// It can put a leaky ReLU on what it stores.
    static let storesThroughTail = OperationTraits(rawValue: 2)
    /// It is a product with weights, whose kernels take sums of what they store and send the input's gradient back through
    /// a leaky ReLU.
    static let isProduct = OperationTraits(rawValue: 4)
    /// It normalises by sums of its input.
    static let wantsSums = OperationTraits(rawValue: 8)
    /// Its output may take the place of its input.
    static let overwritesInput = OperationTraits(rawValue: 16)
    /// No way back reads what it put out, which may be overwritten.
    static let forgetsOutput = OperationTraits(rawValue: 32)
    /// The gradient of its input may take the place of that of its output.
    static let overwritesGradient = OperationTraits(rawValue: 64)
    /// Its outputs are its input.
    static let forks = OperationTraits(rawValue: 128)
    /// The gradients of its inputs are that of its output.
    static let sharesGradient = OperationTraits(rawValue: 256)
    /// It has kernels for an input that is mostly zeros.
    static let takesSparse = OperationTraits(rawValue: 512)
    /// It learns nothing from a batch of one item.
    static let needsBatch = OperationTraits(rawValue: 1024)
}

extension Operation {
    var leakySlope: Float? { nil }
    func absorbing(_ next: any Operation) -> (any Operation)? { nil }
    func keptCount(columns: Int) -> Int { 0 }
    func workCount(columns: Int, training: Bool) -> Int { 0 }
    var products: Double { 0 }
    var weightCount: Int { 0 }
    var shiftedChannels: Int { 0 }
    func sums(of input: Tensor, kept: MutableTensor, _ pass: Pass) -> BatchNormSums {
        preconditionFailure("it wants no sums")
    }
    func sums(ofGradient gradient: Tensor, input: Tensor, kept: MutableTensor, _ pass: Pass) -> BatchNormSums {
        preconditionFailure("it wants no sums")
    }
}
