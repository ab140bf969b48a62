import TensorStreams

extension Arguments {
    /// The words of labels that `--levels` names; nil where it is not given.
    ///
    /// - Parameters:
    ///   - labels: the option that names the labels, which must be given too; nil where labels come otherwise.
    ///   - open: how files are opened.
    /// - Throws: `UsageError`, or what reading throws.
    public func levels(
        of labels: Option<String?>?, opening open: (String) throws -> ByteReader = ByteReader.open
    ) throws -> Levels? {
        guard let path = self[StandardOptions.levels] else { return nil }
        if path == "-" { throw UsageError("--levels: standard input is for what is worked on: name a file") }
        if let labels, !isGiven(labels) { throw UsageError("--levels goes with --\(labels.name)") }
        return try Levels(open(path))
    }

    /// The labels that an option names, with their words; nil where it is not given.
    public func labels(
        _ option: Option<String?>, opening open: (String) throws -> ByteReader = ByteReader.open
    ) throws -> Labels? {
        let levels = try levels(of: option, opening: open)
        return try self[option].map { try Labels(reading: open($0), levels: levels) }
    }
}
