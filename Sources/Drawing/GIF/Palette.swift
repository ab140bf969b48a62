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
    public static let grey = Palette(
        (0...255).map { Color(red: UInt8($0), green: UInt8($0), blue: UInt8($0)) }, isExact: true)

    /// The palette that shows these colours best: themselves where they are few enough, else Wu's choice.
    public static func best(for histogram: ColorHistogram) -> Palette {
        if let colors = histogram.distinctColors {
            return Palette(colors.isEmpty ? [.black] : colors, isExact: true)
        }
        return WuQuantizer.palette(for: histogram)
    }
}
