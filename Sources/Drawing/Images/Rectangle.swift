/// Whole pixels of a picture.
package struct Rectangle: Equatable {
    package var left: Int
    package var top: Int
    package var width: Int
    package var height: Int

    package init(left: Int, top: Int, width: Int, height: Int) {
        self.left = left
        self.top = top
        self.width = width
        self.height = height
    }

    package init(of image: Image) { self.init(left: 0, top: 0, width: image.width, height: image.height) }
}

extension Image {
    /// The part of the picture in a rectangle that lies inside it.
    package func cropped(to part: Rectangle) -> Image {
        if part == Rectangle(of: self) { return self }
        let bytes = channels.rawValue
        var samples: [UInt8] = []
        samples.reserveCapacity(part.width * part.height * bytes)
        for row in part.top..<part.top + part.height {
            let start = (row * width + part.left) * bytes
            samples += self.samples[start..<start + part.width * bytes]
        }
        return Image(width: part.width, height: part.height, channels: channels, samples: samples)
    }

    /// The smallest rectangle that holds every pixel in which two pictures of one size differ; one pixel when none does.
    package func rectangle(differingFrom other: Image) -> Rectangle {
        guard channels == other.channels else { return Rectangle(of: self) }
        let rowBytes = width * channels.rawValue
        func differs(_ row: Int) -> Bool {
            samples[row * rowBytes..<(row + 1) * rowBytes] != other.samples[row * rowBytes..<(row + 1) * rowBytes]
        }
        guard let top = (0..<height).first(where: differs), let bottom = (0..<height).last(where: differs) else {
            return Rectangle(left: 0, top: 0, width: 1, height: 1)
        }
        var (first, last) = (rowBytes - 1, 0)
        for row in top...bottom {
            let start = row * rowBytes
            if let left = (0..<first).first(where: { samples[start + $0] != other.samples[start + $0] }) {
                first = left
            }
            if let right = (last..<rowBytes).last(where: { samples[start + $0] != other.samples[start + $0] }) {
                last = right
            }
        }
        let left = min(first, last) / channels.rawValue
        let right = max(first, last) / channels.rawValue
        return Rectangle(left: left, top: top, width: right - left + 1, height: bottom - top + 1)
    }

    /// The picture as RGB.
    package var inColor: Image {
        switch channels {
        case .grey: Image(width: width, height: height, channels: .rgb, samples: samples.flatMap { [$0, $0, $0] })
        case .rgb: self
        case .rgba: composited(over: .black)
        }
    }
}
