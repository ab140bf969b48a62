/// Options of one subject, that help shows together under a title.
public struct OptionGroup: Sendable {
    let title: String
    let options: [any OptionDescription]

    /// A group titled, say, `Training`.
    public init(_ title: String, _ options: [any OptionDescription]) {
        self.title = title
        self.options = options
    }
}
