/// A step of a plan: an operation, the slots that it takes and fills, and what it does for its neighbours while their
/// numbers are in its registers or its core's cache (`FusionRules`).
struct Step: Sendable {
    var operation: any Operation
    let inputs: [Int]
    var outputs: [Int]
    /// Whose step it is in reports: the network, and the number of a layer in it.
    let network: String
    let layer: Int
    /// The layers that it does, as the layer language spells them.
    var description: String

    /// The slope of the leaky ReLU that the output is stored through.
    var slope: Float?
    /// The step that normalises the output, whose sums this one takes.
    var outputSums: Int?
    /// The step that normalised the input, whose sums of gradients this one takes.
    var inputSums: Int?
    /// The step that stored the input through a leaky ReLU, which this one sends the input's gradient back through.
    var inputTail: Int?
    /// Whether another step does what must be done before this one: the sums of its input; those of its output's gradient;
    /// the way back through its leaky ReLU.
    var hasSums = false
    var hasGradientSums = false
    var isPastTail = false
    /// Whether normalisation takes out again what a bias adds.
    var isNormalised = false

    var traits: OperationTraits { operation.traits }
}
