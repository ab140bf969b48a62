import TensorStreams
import Testing

import Drawing

@Suite struct TileFormatTests {
    @Test(arguments: [[], [784], [3, 1, 2], [28, 28, 2], [2, 2, 2, 2], [28, 28, 5]])
    func refusesWhatIsNoImage(shape: [Int]) {
        #expect(throws: TileError.notImages(stream: "x", shape: shape)) {
            try TileFormat(ItemFormat(type: .u8, shape: shape), name: "x")
        }
    }

    @Test func refusesChannelsFirst() {
        #expect(throws: ChannelsFirstError.self) {
            try TileFormat(ItemFormat(type: .u8, shape: [3, 64, 64]), name: "x")
        }
    }

    @Test(arguments: [
        ([28, 20], Image.Channels.grey), ([28, 20, 1], .grey), ([28, 20, 3], .rgb), ([28, 20, 4], .rgba),
    ])
    func knowsImages(shape: [Int], channels: Image.Channels) throws {
        let format = try TileFormat(ItemFormat(type: .f32, shape: shape), name: "x")
        #expect(format.channels == channels)
        #expect((format.width, format.height) == (20, 28))
    }

    private func samples(_ type: ElementType, _ values: [Float]) throws -> [UInt8] {
        let item = ItemFormat(type: type, shape: [1, values.count])
        let batch = TensorBatch(format: item, floats: values)
        return try TileFormat(item, name: "x").samples(of: batch, name: "x")
    }

    @Test func floatsAreClampedAndRounded() throws {
        for type in [ElementType.f32, .f64] {
            #expect(
                try samples(type, [-1, 0, 0.001, 0.5, 0.998, 1, 7, .infinity, -.infinity])
                    == [0, 0, 0, 128, 254, 255, 255, 255, 0])
            #expect(throws: TileError.notANumber(stream: "x")) { try samples(type, [0, .nan]) }
        }
    }

    @Test func integersAreLevels() throws {
        #expect(try samples(.i8, [-128, -1, 0, 127]) == [0, 0, 0, 127])
        #expect(try samples(.i16, [-300, 0, 200, 300]) == [0, 0, 200, 255])
        #expect(try samples(.i32, [-70000, 255, 256, 70000]) == [0, 255, 255, 255])
    }
}
