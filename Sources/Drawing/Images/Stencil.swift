/// A shape that takes one colour: for each pixel how much of the colour it gets, from 0 to 255.
public struct Stencil: Equatable, Sendable {
    public let width: Int
    public let height: Int
    /// `height × width` bytes, rows from top to bottom.
    public let opacity: [UInt8]

    public init(width: Int, height: Int, opacity: [UInt8]) {
        precondition(opacity.count == width * height, "a stencil has an opacity for each pixel")
        self.width = width
        self.height = height
        self.opacity = opacity
    }
}
