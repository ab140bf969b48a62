/// The files that charts are drawn as.
public enum ChartFormat: String, CaseIterable, Sendable {
    case png, svg, pdf

    /// The format that a file's name ends with; nil for any other ending.
    public init?(path: String) {
        guard let dot = path.lastIndex(of: ".") else { return nil }
        self.init(rawValue: path[path.index(after: dot)...].lowercased())
    }
}
