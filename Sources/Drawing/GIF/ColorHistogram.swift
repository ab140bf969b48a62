/// How often the colours of some pictures occur: exactly while they are at most 256, and in 32×32×32 cells with their
/// first and second moments, which is what a palette is chosen from.
public struct ColorHistogram: Sendable {
    static let side = 32
    /// The sums over the pixels of one cell.
    struct Cell: Sendable {
        var count = 0.0
        var red = 0.0
        var green = 0.0
        var blue = 0.0
        var squares = 0.0
    }

    /// Cells in red, green, blue order, red slowest.
    private(set) var cells = [Cell](repeating: Cell(), count: side * side * side)
    private var distinct: Set<Color>? = []

    public init() {}

    /// The colours, in a fixed order, when there are at most 256.
    public var distinctColors: [Color]? {
        distinct?.sorted { ($0.red, $0.green, $0.blue) < ($1.red, $1.green, $1.blue) }
    }

    /// Counts the pixels of an RGB picture.
    public mutating func add(_ image: Image) {
        precondition(image.channels == .rgb, "the histogram counts RGB pixels")
        var last: Color?
        for start in stride(from: 0, to: image.samples.count, by: 3) {
            let color = Color(
                red: image.samples[start], green: image.samples[start + 1], blue: image.samples[start + 2])
            add(color)
            if color != last { noteDistinct(color) }
            last = color
        }
    }

    private mutating func add(_ color: Color) {
        let (red, green, blue) = (Int(color.red), Int(color.green), Int(color.blue))
        let index = (red >> 3) << 10 | (green >> 3) << 5 | blue >> 3
        cells[index].count += 1
        cells[index].red += Double(red)
        cells[index].green += Double(green)
        cells[index].blue += Double(blue)
        cells[index].squares += Double(red * red + green * green + blue * blue)
    }

    private mutating func noteDistinct(_ color: Color) {
        distinct?.insert(color)
        if let count = distinct?.count, count > Palette.maximumCount { distinct = nil }
    }
}
