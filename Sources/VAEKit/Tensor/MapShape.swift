/// The shape of one item between layers: channels of a height × width map. A plain vector is a map of one pixel.
public struct MapShape: Equatable, Sendable {
    public var channels: Int
    public var height: Int
    public var width: Int

    public init(channels: Int, height: Int = 1, width: Int = 1) {
        self.channels = channels
        self.height = height
        self.width = width
    }

    /// The shape of an image of a stream: `[height, width]`, `[height, width, channels]` or `[values]`.
    public init(imageShape: [Int]) {
        switch imageShape.count {
        case 0, 1: self.init(channels: imageShape.first ?? 1)
        case 2: self.init(channels: 1, height: imageShape[0], width: imageShape[1])
        default: self.init(channels: imageShape[2], height: imageShape[0], width: imageShape[1])
        }
    }

    /// A map with so many channels more.
    package func adding(channels more: Int) -> MapShape {
        MapShape(channels: channels + more, height: height, width: width)
    }

    public var pixels: Int { height * width }
    public var count: Int { channels * pixels }

    /// Where the value that PyTorch numbers `index` (channel, row, column) is kept: by pixel, then channel.
    @inline(__always)
    func place(of index: Int) -> Int {
        pixels == 1 ? index : index % pixels * channels + index / pixels
    }
}

extension MapShape: CustomStringConvertible {
    /// `784`, or `28×28`, or `64×64×3`.
    public var description: String {
        if pixels == 1 { return "\(channels)" }
        return channels == 1 ? "\(height)×\(width)" : "\(height)×\(width)×\(channels)"
    }
}
