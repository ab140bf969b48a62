/// A picture of one chart, or of several side by side with one key and one title for all.
public struct Figure: Sendable {
    /// The axes whose ranges are the same in all panels.
    public enum Sharing: String, CaseIterable, Sendable {
        case none, x, y, xy
    }

    /// Stands above all panels.
    public var title: String?
    /// Row by row. All have the same kind of marks and the same series in the same order, so that one key serves all.
    public var panels: [Chart]
    public var sharing: Sharing
    /// One unit is as long upwards as across, in every panel.
    public var hasEqualUnits = false
    /// Panels in a row; 0 puts all in one.
    public var panelColumns = 0

    public init(title: String? = nil, panels: [Chart], sharing: Sharing = .none) {
        self.title = title
        self.panels = panels
        self.sharing = sharing
    }

    /// A figure of one chart.
    public init(_ chart: Chart) { self.init(panels: [chart]) }

    /// Panels across.
    var columns: Int { panelColumns == 0 ? max(1, panels.count) : min(panelColumns, max(1, panels.count)) }

    /// Panels one above the other.
    var rows: Int { (panels.count + columns - 1) / columns }

    /// The size in pixels that suits the panels: 800×600 for one, 480×440 for each of several.
    public var defaultSize: (width: Int, height: Int) {
        if panels.count == 1 { return (800, 600) }
        return (min(20_000, 480 * columns), min(20_000, 440 * rows + (title == nil ? 0 : 40)))
    }

    /// The figure without what logarithmic axes cannot show, and how many values that were.
    public func withoutHidden() -> (figure: Figure, hidden: Int) {
        var figure = self
        let shown = panels.map { $0.withoutHidden() }
        figure.panels = shown.map(\.chart)
        return (figure, shown.reduce(0) { $0 + $1.hidden })
    }
}
