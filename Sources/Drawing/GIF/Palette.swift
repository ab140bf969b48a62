/// At most 256 colours, and pictures of them by number.
public struct Palette: Equatable, Sendable {
    public static let maximumCount = 256

    public let colors: [Color]
    /// Whether it holds every colour of the pictures it was made for, so that none needs an approximation.
    public let isExact: Bool

    public init(_ colors: [Color], isExact: Bool) {
        precondition(!colors.isEmpty && colors.count <= Palette.maximumCount, "a palette has 1 to 256 colours")
        self.colors = colors
        self.isExact = isExact
    }

    /// All 256 greys, in order: a grey picture's samples are its numbers.
    public static let grey = grey(levels: maximumCount)

    /// Even steps from black to white, at least 2.
    public static func grey(levels: Int) -> Palette {
        let shades = (0..<levels).map { UInt8($0 * 255 / (levels - 1)) }
        return Palette(shades.map { Color(red: $0, green: $0, blue: $0) }, isExact: levels == maximumCount)
    }

    /// The palette of at most `count` colours that shows these best: themselves where they are few enough, else Wu's
    /// choice.
    public static func best(for histogram: ColorHistogram, count: Int = maximumCount) -> Palette {
        if let colors = histogram.distinctColors, colors.count <= count {
            return Palette(colors.isEmpty ? [.black] : colors, isExact: true)
        }
        return WuQuantizer.palette(for: histogram, colors: count)
    }
}
