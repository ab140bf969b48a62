import CommandSupport

/// The operands of a command that applies a model: its checkpoint, and what it is applied to.
public struct ModelOperands {
    public let checkpoint: String
    /// `-` is standard input, and what there is when nothing is named.
    public let input: String

    /// - Parameter labels: the file of labels, where there is one.
    /// - Throws: `UsageError` where standard input would have to be read twice.
    public init(_ arguments: Arguments, labels: String? = nil) throws {
        checkpoint = arguments.operands[0]
        input = arguments.operands.count > 1 ? arguments.operands[1] : "-"
        try SharedStreams.refuseTwoInputs([checkpoint, input, labels])
    }
}
