/// The texts of a contact sheet, ready to be put on it; an empty list leaves no room for its texts.
public struct Captions: Sendable {
    /// The name of each stream, all of one height.
    public var names: [Stencil]
    /// The label of each image of the first stream, all of one height.
    public var labels: [Stencil]

    public init(names: [Stencil] = [], labels: [Stencil] = []) {
        self.names = names
        self.labels = labels
    }

    var isEmpty: Bool { names.isEmpty && labels.isEmpty }
    var nameHeight: Int { names.first?.height ?? 0 }
    var widestName: Int { names.map(\.width).max() ?? 0 }
    /// The strip under an image: the label with a pixel above and below.
    var labelStrip: Int { labels.first.map { $0.height + 2 } ?? 0 }
}
