import TensorStreams

extension Arguments {
    /// The words of labels that `--levels` names; nil where it is not given.
    ///
    /// - Parameter labels: the option that names the labels, which must be given too; nil where labels come otherwise.
    /// - Throws: `UsageError`, or what reading throws.
    public func levels(of labels: Option<String?>?) throws -> Levels? {
        guard let path = self[StandardOptions.levels] else { return nil }
        if path == "-" { throw UsageError("--levels: standard input is for what is worked on: name a file") }
        if let labels, !isGiven(labels) { throw UsageError("--levels goes with --\(labels.name)") }
        return try Levels(ByteReader.open(path))
    }

    /// The labels that an option names, with their words; nil where it is not given.
    public func labels(_ option: Option<String?>) throws -> Labels? {
        let levels = try levels(of: option)
        return try self[option].map { try Labels(reading: $0, levels: levels) }
    }
}
