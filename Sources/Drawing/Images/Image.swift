/// A picture in memory: eight-bit samples, rows from top to bottom, channels interleaved.
public struct Image: Equatable, Sendable {
    /// What a pixel holds; the raw value is its number of bytes. Alpha is not premultiplied.
    public enum Channels: Int, Sendable {
        case grey = 1
        case rgb = 3
        case rgba = 4
    }

    public let width: Int
    public let height: Int
    public let channels: Channels
    /// `height × width × channels` bytes.
    public var samples: [UInt8]

    public init(width: Int, height: Int, channels: Channels, samples: [UInt8]) {
        precondition(samples.count == width * height * channels.rawValue, "an image needs a sample per channel")
        self.width = width
        self.height = height
        self.channels = channels
        self.samples = samples
    }

    /// The same picture without transparency: what shows through its clear parts is `background`.
    public func composited(over background: Color) -> Image {
        guard channels == .rgba else { return self }
        var opaque = [UInt8](repeating: 0, count: width * height * 3)
        let under = [background.red, background.green, background.blue]
        for pixel in 0..<width * height {
            let alpha = Int(samples[pixel * 4 + 3])
            for channel in 0..<3 {
                let mixed = Int(samples[pixel * 4 + channel]) * alpha + Int(under[channel]) * (255 - alpha)
                opaque[pixel * 3 + channel] = UInt8((mixed + 127) / 255)
            }
        }
        return Image(width: width, height: height, channels: .rgb, samples: opaque)
    }

    /// The bytes of one pixel of this kind in the given colour (opaque; the red channel stands for grey).
    static func pixel(_ color: Color, channels: Channels) -> [UInt8] {
        switch channels {
        case .grey: [color.red]
        case .rgb: [color.red, color.green, color.blue]
        case .rgba: [color.red, color.green, color.blue, 255]
        }
    }
}
