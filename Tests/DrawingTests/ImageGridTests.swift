import TensorStreams
import Testing

import Drawing

@Suite struct ImageGridTests {
    private func grid(_ shape: [Int], _ samples: [UInt8], _ layout: GridLayout) throws -> ImageGrid {
        let format = try TileFormat(ItemFormat(type: .u8, shape: shape), name: "x")
        var grid = ImageGrid(format: format, layout: layout)
        grid.append(samples)
        return grid
    }

    @Test func greyTilesInReadingOrder() throws {
        let layout = GridLayout(columns: 2, background: Color(hex: 0x090909))
        let image = try grid([1, 2], [1, 2, 3, 4, 5, 6], layout).image()
        #expect(image.channels == .grey)
        #expect((image.width, image.height) == (5, 3))
        #expect(image.samples == [1, 2, 9, 3, 4, 9, 9, 9, 9, 9, 5, 6, 9, 9, 9])
    }

    @Test func scaleRepeatsPixelsAndPadding() throws {
        let image = try grid([1, 1], [1, 2], GridLayout(columns: 2, scale: 2)).image()
        #expect((image.width, image.height) == (6, 2))
        #expect(image.samples == [1, 1, 0, 0, 2, 2, 1, 1, 0, 0, 2, 2])
    }

    @Test func colouredBackgroundMakesGreyColour() throws {
        let layout = GridLayout(columns: 2, background: Color(hex: 0xFF0010))
        let image = try grid([1, 1], [1, 2], layout).image()
        #expect(image.channels == .rgb)
        #expect(image.samples == [1, 1, 1, 255, 0, 16, 2, 2, 2])
    }

    @Test func opacityIsKeptUntilABackgroundIsNamed() throws {
        let samples: [UInt8] = [10, 20, 30, 0, 40, 50, 60, 255]
        let clear = try grid([1, 1, 4], samples, GridLayout(columns: 2)).image()
        #expect(clear.channels == .rgba)
        #expect(clear.samples == [10, 20, 30, 0, 0, 0, 0, 0, 40, 50, 60, 255])
        let white = try grid([1, 1, 4], samples, GridLayout(columns: 2, padding: 0, background: .white)).image()
        #expect(white.samples == [255, 255, 255, 40, 50, 60])
    }

    @Test func placesKeepTheSizeOfFrames() throws {
        let full = try grid([1, 1], [1, 2, 3, 4], GridLayout()).image()
        let last = try grid([1, 1], [1], GridLayout()).image(places: 4)
        #expect((full.width, full.height) == (last.width, last.height))
    }

    @Test func hugePicturesAreRefused() throws {
        let wide = try grid([1, 1], [0, 0], GridLayout(columns: 2, padding: 1 << 40))
        #expect(throws: GridError.self) { try wide.image() }
        let fine = try grid([1, 1], [0], GridLayout(scale: 1 << 20))
        #expect(throws: GridError.self) { try fine.image() }
        let most = try grid([1, 1], [0, 0], GridLayout(columns: 2, padding: .max, scale: .max))
        #expect(throws: GridError.self) { try most.image() }
    }
}
