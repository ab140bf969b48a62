import TensorStreams
import Testing

import Drawing

@Suite struct TilesTests {
    private func empty(_ type: ElementType = .u8) throws -> Tiles {
        Tiles(format: try TileFormat(ItemFormat(type: type, shape: [1, 2]), name: "x"), name: "x")
    }

    @Test func countsWholeImages() throws {
        var tiles = try empty()
        tiles.append([1, 2, 3, 4, 5, 6])
        #expect(tiles.count == 3)
        tiles.removeAll()
        #expect(tiles.count == 0)
    }

    @Test func takesBatches() throws {
        var tiles = try empty(.f32)
        let format = ItemFormat(type: .f32, shape: [1, 2])
        try tiles.append(TensorBatch(format: format, floats: [0, 1, 0.5, 2]))
        #expect(tiles.count == 2)
        #expect(throws: TileError.notANumber(stream: "x")) {
            try tiles.append(TensorBatch(format: format, floats: [0, .nan]))
        }
    }

    @Test func oneImageAlone() throws {
        var tiles = try empty()
        tiles.append([1, 2, 3, 4])
        let image = try ContactSheet([tiles[1]], layout: GridLayout()).image()
        #expect(image.samples == [3, 4])
    }

    @Test func tooManyForAnyPictureAreRefusedAsTheyCome() throws {
        var tiles = try empty()
        tiles.append([UInt8](repeating: 0, count: 1024))
        try tiles.checkSize(scale: 512)
        #expect(throws: GridError.tooLarge(tiles: 512)) { try tiles.checkSize(scale: 1024) }
    }
}
