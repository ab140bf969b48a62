/// The samples of a picture while tiles are put on it.
struct Canvas {
    let width: Int
    let channels: Image.Channels
    let background: Color?
    private(set) var samples: [UInt8]

    init(width: Int, height: Int, channels: Image.Channels, background: Color?) {
        self.width = width
        self.channels = channels
        self.background = background
        let transparent = background == nil && channels == .rgba
        let pixel = transparent ? [0, 0, 0, 0] : Image.pixel(background ?? .black, channels: channels)
        samples = [UInt8](repeating: pixel[0], count: width * height * channels.rawValue)
        guard pixel.contains(where: { $0 != pixel[0] }) else { return }
        for index in samples.indices { samples[index] = pixel[index % pixel.count] }
    }

    /// One row of a tile in the channels of the canvas, every pixel repeated `scale` times.
    func row(_ source: [UInt8], of sourceChannels: Image.Channels, scale: Int) -> [UInt8] {
        let line = converted(source, of: sourceChannels)
        guard scale > 1 else { return line }
        let pixelBytes = channels.rawValue
        return [UInt8](unsafeUninitializedCapacity: line.count * scale) { buffer, count in
            for index in 0..<line.count * scale {
                buffer[index] = line[index / (pixelBytes * scale) * pixelBytes + index % pixelBytes]
            }
            count = line.count * scale
        }
    }

    mutating func put(_ line: [UInt8], left: Int, top: Int) {
        let start = (top * width + left) * channels.rawValue
        samples.replaceSubrange(start..<start + line.count, with: line)
    }

    /// Colours what a stencil lays bare; the parts of it beyond the canvas are left out. The canvas is opaque.
    mutating func put(_ stencil: Stencil, at place: Place, color: Color) {
        let ink = Image.pixel(color, channels: channels)
        let canvasHeight = samples.count / (width * ink.count)
        for row in visible(stencil.height, from: place.top, of: canvasHeight) {
            for column in visible(stencil.width, from: place.left, of: width) {
                let opacity = Int(stencil.opacity[row * stencil.width + column])
                let pixel = (place.top + row) * width + place.left + column
                for (channel, level) in ink.enumerated() {
                    let sample = pixel * ink.count + channel
                    let mixed = Int(level) * opacity + Int(samples[sample]) * (255 - opacity)
                    samples[sample] = UInt8((mixed + 127) / 255)
                }
            }
        }
    }

    /// Which of `count` pixels in a line that begins at `start` lie within `0..<limit`.
    private func visible(_ count: Int, from start: Int, of limit: Int) -> Range<Int> {
        let first = min(count, max(0, -start))
        return first..<max(first, min(count, limit - start))
    }

    private func converted(_ line: [UInt8], of sourceChannels: Image.Channels) -> [UInt8] {
        switch (sourceChannels, channels) {
        case (.grey, .rgb):
            return (0..<line.count * 3).map { line[$0 / 3] }
        case (.grey, .rgba):
            return (0..<line.count * 4).map { $0 % 4 == 3 ? 255 : line[$0 / 4] }
        case (.rgb, .rgba):
            return (0..<line.count / 3 * 4).map { $0 % 4 == 3 ? 255 : line[$0 / 4 * 3 + $0 % 4] }
        case (.rgba, .rgb):
            let row = Image(width: line.count / 4, height: 1, channels: .rgba, samples: line)
            return row.composited(over: background ?? .black).samples
        default:
            return line
        }
    }
}
