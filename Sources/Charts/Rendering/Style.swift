import Drawing

/// Sizes and colours of everything but the data, in pixels.
struct Style {
    let title: Font
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

    /// For a page of this size: text shrinks a little below 640×480, and above 800×600 grows with the page's square root.
    init(width: Double, height: Double) {
        let small = min(1, max(0.72, min(width / 640, height / 480)))
        let factor = max(small, min(width / 800, height / 600).squareRoot())
        title = Font(size: 17 * factor, isBold: true)
        axisTitle = Font(size: 14.5 * factor)
        tick = Font(size: 13 * factor)
        legend = Font(size: 13.5 * factor)
        margin = 14 * factor
        gap = 7 * factor
        tickLength = 4 * factor
        lineWidth = 1.8 * max(1, factor)
    }
}
