/// Standard input and standard output can each serve one purpose of a command line.
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
}
