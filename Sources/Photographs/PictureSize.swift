/// Width and height in whole pixels.
public struct PictureSize: Equatable, Sendable {
    public let width: Int
    public let height: Int

    public init(width: Int, height: Int) {
        precondition(width > 0 && height > 0, "pictures have pixels")
        self.width = width
        self.height = height
    }

    public init(square side: Int) { self.init(width: side, height: side) }

    /// The same, lying on its side.
    var transposed: PictureSize { PictureSize(width: height, height: width) }

    /// The largest of this shape within a picture, none of whose sides is longer than `limit` allows; at least a pixel.
    package func largest(withinWidth width: Int, height: Int, limit: PictureSize?) -> PictureSize {
        let (width, height) = (min(width, limit?.width ?? width), min(height, limit?.height ?? height))
        // The one side is as long as there is room for; the other follows, rounded to the next pixel.
        return width * self.height <= height * self.width
            ? PictureSize(width: width, height: max(1, (width * self.height + self.width / 2) / self.width))
            : PictureSize(width: max(1, (height * self.width + self.height / 2) / self.height), height: height)
    }
}
