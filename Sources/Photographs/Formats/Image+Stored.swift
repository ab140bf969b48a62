import Drawing

extension Image {
    /// A picture of the samples that a file holds.
    ///
    /// - Parameters:
    ///   - channels: 1 grey, 3 RGB, 4 RGBA or, where `isInk`, CMYK as Adobe's programs store it (255 is no ink).
    init(width: Int, height: Int, samples: [UInt8], channels: Int, isInk: Bool = false) {
        let kind: Channels = isInk || channels == 3 ? .rgb : channels == 1 ? .grey : .rgba
        let samples = isInk ? Self.light(ofInk: samples) : samples
        self.init(width: width, height: height, channels: kind, samples: samples)
    }

    /// RGB of CMYK, without a colour profile: each colour times black.
    private static func light(ofInk samples: [UInt8]) -> [UInt8] {
        var light: [UInt8] = []
        light.reserveCapacity(samples.count / 4 * 3)
        for pixel in stride(from: 0, to: samples.count, by: 4) {
            let black = Int(samples[pixel + 3])
            for ink in 0..<3 { light.append(UInt8((Int(samples[pixel + ink]) * black + 127) / 255)) }
        }
        return light
    }
}
