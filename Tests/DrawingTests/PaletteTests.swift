import Testing

import Drawing

@Suite struct PaletteTests {
    private func histogram(_ samples: [UInt8]) -> ColorHistogram {
        var histogram = ColorHistogram()
        histogram.add(Image(width: samples.count / 3, height: 1, channels: .rgb, samples: samples))
        return histogram
    }

    /// A smooth picture with tens of thousands of colours.
    static let gradient: Image = {
        var samples: [UInt8] = []
        for row in 0..<160 {
            for column in 0..<160 {
                samples.append(UInt8(row * 255 / 159))
                samples.append(UInt8(column * 255 / 159))
                samples.append(UInt8(row * column % 256 / 2 + 64))
            }
        }
        return Image(width: 160, height: 160, channels: .rgb, samples: samples)
    }()

    @Test func fewColoursAreExact() {
        let samples: [UInt8] = (0..<256).flatMap { (level: Int) -> [UInt8] in
            [UInt8(level), UInt8(255 - level), UInt8(level / 2)]
        }
        let palette = Palette.best(for: histogram(samples))
        #expect(palette.isExact && palette.colors.count == 256)
        var matcher = PaletteMatcher(palette)
        let image = Image(width: 256, height: 1, channels: .rgb, samples: samples)
        let shown = matcher.indices(of: image, dithered: true).flatMap { index in
            [palette.colors[Int(index)].red, palette.colors[Int(index)].green, palette.colors[Int(index)].blue]
        }
        #expect(shown == samples)
    }

    @Test func manyColoursComeClose() {
        let palette = Palette.best(for: histogram(Self.gradient.samples))
        #expect(!palette.isExact && palette.colors.count == 256)
        var matcher = PaletteMatcher(palette)
        let indices = matcher.indices(of: Self.gradient, dithered: false)
        var error = 0
        for (pixel, index) in indices.enumerated() {
            let color = palette.colors[Int(index)]
            for (channel, level) in [color.red, color.green, color.blue].enumerated() {
                let difference = Int(level) - Int(Self.gradient.samples[pixel * 3 + channel])
                error += difference * difference
            }
        }
        // A root mean square error of at most 11 levels; 256 colours cannot show three dimensions much better.
        #expect(Double(error) / Double(indices.count * 3) < 121)
    }

    @Test func ditheringKeepsTheMeanColour() {
        let palette = Palette([.black, .white], isExact: false)
        var matcher = PaletteMatcher(palette)
        let grey = Image(width: 64, height: 64, channels: .rgb, samples: [UInt8](repeating: 64, count: 64 * 64 * 3))
        let white = matcher.indices(of: grey, dithered: true).reduce(0) { $0 + Int($1) }
        #expect(abs(white - 1028) < 40)
    }

    @Test func greyPaletteIsItsOwnNumbers() {
        #expect(Palette.grey.colors.enumerated().allSatisfy { $0.offset == Int($0.element.red) && $0.element.isGrey })
    }
}
