import TensorStreams
import Testing

import Drawing

@Suite struct ContactSheetTests {
    private func tiles(_ shape: [Int], _ samples: [UInt8], name: String = "x") throws -> Tiles {
        var tiles = Tiles(format: try TileFormat(ItemFormat(type: .u8, shape: shape), name: name), name: name)
        tiles.append(samples)
        return tiles
    }

    private func image(_ shape: [Int], _ samples: [UInt8], _ layout: GridLayout, places: Int = 0) throws -> Image {
        try ContactSheet([tiles(shape, samples)], layout: layout).image(places: places)
    }

    @Test func greyTilesInReadingOrder() throws {
        let layout = GridLayout(columns: 2, background: Color(hex: 0x090909))
        let image = try image([1, 2], [1, 2, 3, 4, 5, 6], layout)
        #expect(image.channels == .grey)
        #expect((image.width, image.height) == (5, 3))
        #expect(image.samples == [1, 2, 9, 3, 4, 9, 9, 9, 9, 9, 5, 6, 9, 9, 9])
    }

    @Test func scaleRepeatsPixelsAndPadding() throws {
        let image = try image([1, 1], [1, 2], GridLayout(columns: 2, scale: 2))
        #expect((image.width, image.height) == (6, 2))
        #expect(image.samples == [1, 1, 0, 0, 2, 2, 1, 1, 0, 0, 2, 2])
    }

    @Test func colouredBackgroundMakesGreyColour() throws {
        let image = try image([1, 1], [1, 2], GridLayout(columns: 2, background: Color(hex: 0xFF0010)))
        #expect(image.channels == .rgb)
        #expect(image.samples == [1, 1, 1, 255, 0, 16, 2, 2, 2])
    }

    @Test func opacityIsKeptUntilABackgroundIsNamed() throws {
        let samples: [UInt8] = [10, 20, 30, 0, 40, 50, 60, 255]
        let clear = try image([1, 1, 4], samples, GridLayout(columns: 2))
        #expect(clear.channels == .rgba)
        #expect(clear.samples == [10, 20, 30, 0, 0, 0, 0, 0, 40, 50, 60, 255])
        let white = try image([1, 1, 4], samples, GridLayout(columns: 2, padding: 0, background: .white))
        #expect(white.samples == [255, 255, 255, 40, 50, 60])
    }

    @Test func placesKeepTheSizeOfFrames() throws {
        let full = try image([1, 1], [1, 2, 3, 4], GridLayout())
        let last = try image([1, 1], [1], GridLayout(), places: 4)
        #expect((full.width, full.height) == (last.width, last.height))
    }

    @Test func rowsTakeTurns() throws {
        let streams = [try tiles([1, 1], [1, 2, 3]), try tiles([1, 1], [11, 12, 13])]
        let image = try ContactSheet(streams, layout: GridLayout(columns: 2, padding: 0)).image()
        #expect((image.width, image.height) == (2, 7))
        #expect(image.samples == [1, 2, 11, 12] + [0, 0, 0, 0, 0, 0] + [3, 0, 13, 0])
    }

    @Test func blocksStandSideBySide() throws {
        let streams = [try tiles([1, 1], [1, 2, 3, 4]), try tiles([2, 1], [5, 6])]
        let image = try ContactSheet(streams, layout: GridLayout(padding: 0), arrangement: .blocks).image()
        #expect((image.width, image.height) == (11, 2))
        #expect(image.samples == [1, 2] + [0, 0, 0, 0, 0, 0, 0, 0] + [5] + [3, 4] + [0, 0, 0, 0, 0, 0, 0, 0] + [6])
    }

    @Test func greyBesideColourBecomesColour() throws {
        let (grey, colour) = (try tiles([1, 1], [7]), try tiles([1, 1, 3], [1, 2, 3]))
        let layout = GridLayout(columns: 1, padding: 0)
        let image = try ContactSheet([colour, grey], layout: layout).image()
        #expect(image.channels == .rgb)
        #expect(image.samples == [1, 2, 3, 7, 7, 7])
        let clear = try tiles([1, 1, 4], [1, 2, 3, 4])
        #expect(try ContactSheet([clear, grey], layout: layout).image().samples == [1, 2, 3, 4, 7, 7, 7, 255])
        #expect(try ContactSheet([clear, colour], layout: layout).image().samples == [1, 2, 3, 4, 1, 2, 3, 255])
    }

    @Test func textIsWhiteOnBlackAndBlackOnWhite() throws {
        let captions = Captions(labels: [Stencil(width: 1, height: 1, opacity: [255])])
        for (background, ink) in [(Color.black, UInt8(255)), (.white, 0)] {
            let layout = GridLayout(background: background)
            let image = try ContactSheet([tiles([1, 1], [7])], layout: layout, captions: captions).image()
            let paper = background.red
            #expect(image.samples == [7, paper, ink, paper])
        }
    }

    @Test func textMakesTransparentImagesOpaque() throws {
        let captions = Captions(labels: [Stencil(width: 1, height: 1, opacity: [128])])
        let clear = try tiles([1, 1, 4], [10, 20, 30, 0])
        let image = try ContactSheet([clear], layout: GridLayout(), captions: captions).image()
        #expect(image.channels == .rgb)
        #expect(image.samples == [0, 0, 0, 0, 0, 0, 128, 128, 128, 0, 0, 0])
    }

    @Test func rowsMustMatch() throws {
        let first = try tiles([1, 2], [1, 2, 3, 4], name: "a")
        func problem(_ second: Tiles) -> GridError? {
            do { _ = try ContactSheet([first, second], layout: GridLayout()) } catch { return error as? GridError }
            return nil
        }
        #expect(
            problem(try tiles([1, 2], [1, 2], name: "b")) == .countDiffers(stream: "b", 1, first: "a", 2))
        #expect(
            problem(try tiles([1, 1], [1, 2], name: "b")) == .sizeDiffers(stream: "b", "1×1", first: "a", "2×1"))
        #expect(problem(try tiles([1, 2], [], name: "b")) == .noImages(stream: "b"))
    }

    @Test func hugePicturesAreRefused() throws {
        #expect(throws: GridError.self) {
            try image([1, 1], [0, 0], GridLayout(columns: 2, padding: 1 << 40))
        }
        #expect(throws: GridError.self) { try image([1, 1], [0], GridLayout(scale: 1 << 20)) }
        #expect(throws: GridError.self) {
            try image([1, 1], [0, 0], GridLayout(columns: 2, padding: .max, scale: .max))
        }
        #expect(throws: GridError.self) {
            let stream = try tiles([1, 1], [0, 0])
            let layout = GridLayout(columns: 1, padding: 1 << 28, scale: 1 << 28)
            return try ContactSheet([stream, stream], layout: layout, arrangement: .blocks).image()
        }
    }
}
