import TensorStreams
import TestSupport
import Testing

import Drawing

@Suite struct GIFWriterTests {
    private func gif(_ frames: [Image], palette: Palette? = nil, options: GIFWriter.Options = .init()) throws
        -> [UInt8]
    {
        let folder = try TemporaryFolder()
        let output = try ByteWriter.create(folder.path + "/x.gif")
        let writer = GIFWriter(output, palette: palette, options: options)
        for frame in frames { try writer.write(frame) }
        try writer.finish()
        try output.finish()
        return try #require(File.bytes(folder.path + "/x.gif"))
    }

    private func colors(_ image: Image) -> [Color] {
        let samples = image.inColor.samples
        return stride(from: 0, to: samples.count, by: 3).map {
            Color(red: samples[$0], green: samples[$0 + 1], blue: samples[$0 + 2])
        }
    }

    private static func grey(_ seed: Int) -> Image {
        Image(width: 9, height: 7, channels: .grey, samples: (0..<63).map { UInt8(truncatingIfNeeded: $0 * 37 * seed) })
    }

    @Test func greyFramesAreExact() throws {
        let frames = (1...5).map(Self.grey)
        let read = try GIFReader(try gif(frames))
        #expect(read.frames == frames.map(colors))
        #expect(read.hasGlobalPalette)
    }

    @Test func colourFramesOfFewColoursAreExact() throws {
        let frames = (0..<3).map { frame in
            Image(
                width: 16, height: 15, channels: .rgb,
                samples: (0..<16 * 15 * 3).map { UInt8(truncatingIfNeeded: $0 * (frame + 3)) })
        }
        let read = try GIFReader(try gif(frames))
        #expect(read.frames == frames.map(colors))
        #expect(!read.hasGlobalPalette)
    }

    @Test func greyThenColour() throws {
        let color = Image(
            width: 9, height: 7, channels: .rgb, samples: (0..<63 * 3).map { UInt8(truncatingIfNeeded: $0) })
        let read = try GIFReader(try gif([Self.grey(1), color, Self.grey(3)]))
        #expect(read.frames == [Self.grey(1), color, Self.grey(3)].map(colors))
    }

    @Test func onlyChangesAreStored() throws {
        var second = Self.grey(1)
        second.samples[30] = 0
        let read = try GIFReader(try gif([Self.grey(1), second, second]))
        #expect(read.frames == [Self.grey(1), second, second].map(colors))
        #expect(read.sizes == [63, 1, 1])
    }

    @Test(arguments: [(0, 0 as Int?), (1, nil), (3, 2)]) func playsAsOften(plays: Int, repeats: Int?) throws {
        let read = try GIFReader(try gif([Self.grey(1)], options: .init(delay: 7, plays: plays)))
        #expect(read.repeats == repeats)
        #expect(read.delays == [7])
    }

    @Test func sharedPaletteServesAllFrames() throws {
        var histogram = ColorHistogram()
        histogram.add(PaletteTests.gradient)
        let palette = Palette.best(for: histogram)
        for dithered in [false, true] {
            let bytes = try gif(
                [PaletteTests.gradient], palette: palette, options: .init(delay: 20, plays: 0, dithered: dithered))
            let read = try GIFReader(bytes)
            #expect(read.hasGlobalPalette)
            #expect(Set(read.frames[0]).isSubset(of: Set(palette.colors)))
        }
    }

    @Test(arguments: [2, 16, 255]) func fewerGreysAreTheNearest(colors: Int) throws {
        let read = try GIFReader(try gif([Self.grey(1)], options: .init(colors: colors)))
        #expect(Set(read.frames[0]).count <= colors)
        let furthest = zip(read.frames[0], Self.grey(1).samples).map { abs(Int($0.red) - Int($1)) }.max() ?? 255
        // Half a step, and up to two levels by the cells of the search.
        #expect(furthest <= 255 / (colors - 1) / 2 + 3)
    }

    @Test func fewerColoursToo() throws {
        let read = try GIFReader(try gif([PaletteTests.gradient], options: .init(colors: 20)))
        #expect(Set(read.frames[0]).count <= 20)
    }

    @Test func framesShareOneSize() throws {
        let small = Image(width: 1, height: 1, channels: .grey, samples: [0])
        #expect(
            throws: GIFError.wrongSize(frame: 2, width: 1, height: 1, expectedWidth: 9, expectedHeight: 7)
        ) { try gif([Self.grey(1), small]) }
        let long = Image(width: 70_000, height: 1, channels: .grey, samples: [UInt8](repeating: 0, count: 70_000))
        #expect(throws: GIFError.tooLarge(width: 70_000, height: 1)) { try gif([long]) }
    }
}
