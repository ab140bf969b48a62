import TensorStreams

/// Standard input, standard output and a file can each serve one purpose of a command line.
public enum SharedStreams {
    /// - Parameter paths: everything that the command reads; `-` is standard input, nil nothing.
    /// - Throws: `UsageError` where two of them are standard input.
    public static func refuseTwoInputs(_ paths: [String?]) throws {
        if paths.count(where: { $0 == "-" }) > 1 {
            throw UsageError("standard input can be read only once: name a FILE for the others")
        }
    }

    /// - Parameter paths: everything that the command writes; `-` is standard output, nil nothing.
    /// - Throws: `UsageError` where two of them are standard output.
    public static func refuseTwoOutputs(_ paths: [String?]) throws {
        if paths.count(where: { $0 == "-" }) > 1 {
            throw UsageError("standard output can take only one output: name a FILE for the others")
        }
    }

    /// A file is not lost to a slip of the keyboard: `vae-fit x -o x`.
    ///
    /// Standard input counts as read by every command that takes operands. Names that the command learns from a list or a
    /// folder are not known yet.
    ///
    /// - Throws: `UsageError` where an output would take the place of what the command reads, or of another output.
    static func refuseReplacing(by command: Command, _ arguments: Arguments) throws {
        let files = command.allOptions.filter { $0.file == .read }.map { arguments.text(of: $0) }
        let operands = command.mayReplaceInput ? [] : arguments.operands + (command.operands.maximum > 0 ? ["-"] : [])
        let outputs = command.allOptions.filter { $0.file == .written }.map { arguments.text(of: $0) }
        try refuseReplacing(files + operands, by: outputs)
    }

    /// The same for inputs and outputs that a command alone knows to be such.
    ///
    /// - Parameters:
    ///   - outputs: everything that the command writes; nil is nothing.
    ///   - inputs: everything that it reads, and that is of another kind than the outputs.
    /// - Throws: `UsageError` where an output would take the place of an input or of another output.
    public static func refuseReplacing(_ inputs: [String?], by outputs: [String?]) throws {
        let read = inputs.compactMap { $0.flatMap { FileIdentity(input: $0) } }
        var written: [FileIdentity] = []
        var names: Set<String> = []
        for output in outputs.compactMap({ $0 }) where ByteWriter.replaces(output) {
            let identity = FileIdentity(output)
            if let identity, read.contains(identity) {
                throw UsageError("\(output): it is read, and would be replaced by the output: name another one")
            }
            if !names.insert(output).inserted || identity.map(written.contains) ?? false {
                throw UsageError("\(output): it cannot take two outputs: name another one")
            }
            if let identity { written.append(identity) }
        }
    }
}
