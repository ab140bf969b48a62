/// How the images of a stream are laid out side by side; the options that grid2png and frames2gif share.
public struct GridLayout: Sendable {
    /// Images in a row; nil chooses a rectangle that is about square.
    public var columns: Int?
    /// Pixels between neighbours, before scaling.
    public var padding: Int
    /// How many times each pixel is repeated, both ways.
    public var scale: Int
    /// What shows between images and in the places that stay empty; nil is transparent for RGBA images, else black.
    public var background: Color?

    public init(columns: Int? = nil, padding: Int = 1, scale: Int = 1, background: Color? = nil) {
        self.columns = columns
        self.padding = padding
        self.scale = scale
        self.background = background
    }

    /// Rows and columns for a number of tiles. Left to choose, it takes the rectangle nearest to a square that has no
    /// empty place and is at most two and a half times as long as wide, or else the squarest one with empty places.
    package func shape(tiles: Int, width: Int, height: Int) -> (rows: Int, columns: Int) {
        guard tiles > 0 else { return (0, 0) }
        if let columns {
            let used = min(columns, tiles)
            return ((tiles + used - 1) / used, used)
        }
        let ideal = (Double(tiles) * Double(height) / Double(width)).squareRoot()
        var candidate = min(tiles, max(1, Int(ideal.rounded(.up))))
        let squarest = candidate
        while candidate <= tiles, Double(candidate) <= ideal * 1.6 {
            if tiles % candidate == 0 { return (tiles / candidate, candidate) }
            candidate += 1
        }
        return ((tiles + squarest - 1) / squarest, squarest)
    }
}
