import Drawing

/// Sizes and colours of everything but the data, in pixels.
struct Style {
    let title: Font
    let panelTitle: Font
    let axisTitle: Font
    let tick: Font
    let legend: Font
    /// Free space at the edges of the page, and the unit of the spaces between things.
    let margin: Double
    let gap: Double
    let tickLength: Double
    let lineWidth: Double

    let ink = Color(hex: 0x222222)
    let axis = Color(hex: 0x555555)
    let grid = Color(hex: 0xE4E4E4)

    /// For a page of one chart: text shrinks a little below 640×480, and above 800×600 grows with the page's square root.
    init(width: Double, height: Double) {
        let small = min(1, max(0.72, min(width / 640, height / 480)))
        self.init(factor: max(small, min(width / 800, height / 600).squareRoot()))
    }

    /// For a page of panels side by side, which is shown smaller the more there are: text grows with the page as long as
    /// the panels have room for it.
    init(width: Double, height: Double, columns: Int, rows: Int) {
        let room = min(width / Double(columns) / 400, height / Double(rows) / 340)
        self.init(factor: max(0.72, min(room, (width * height / 480_000).squareRoot())))
    }

    private init(factor: Double) {
        title = Font(size: 17 * factor, isBold: true)
        panelTitle = Font(size: 15 * factor, isBold: true)
        axisTitle = Font(size: 14.5 * factor)
        tick = Font(size: 13 * factor)
        legend = Font(size: 13.5 * factor)
        margin = 14 * factor
        gap = 7 * factor
        tickLength = 4 * factor
        lineWidth = 1.8 * max(1, factor)
    }
}
