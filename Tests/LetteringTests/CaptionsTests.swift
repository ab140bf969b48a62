import Drawing
import TensorStreams
import Testing

import Lettering

@Suite struct CaptionsTests {
    private let typesetter = Typesetter()

    private func format(_ height: Int, _ width: Int) throws -> TileFormat {
        try TileFormat(ItemFormat(type: .u8, shape: [height, width]), name: "x")
    }

    private func nameHeight(scale: Int, rowHeight: Int?) throws -> Int {
        var captions = Captions()
        try captions.setNames(["latent 1", "g"], scale: scale, rowHeight: rowHeight, by: typesetter)
        #expect(captions.names.count == 2)
        #expect(Set(captions.names.map(\.height)).count == 1)
        return captions.names[0].height
    }

    @Test func namesGrowWithTheScaleFromThreeOn() throws {
        let height = try nameHeight(scale: 1, rowHeight: nil)
        #expect(try nameHeight(scale: 2, rowHeight: nil) == height)
        #expect(abs(try nameHeight(scale: 4, rowHeight: nil) - 2 * height) <= 1)
    }

    @Test(arguments: [1, 2, 5, 8, 12, 28]) func namesStayWithinTheirRow(height: Int) throws {
        #expect(try nameHeight(scale: 2, rowHeight: height) <= height)
    }

    private func labels(_ values: [Int], _ format: TileFormat, scale: Int) throws -> [Stencil] {
        var captions = Captions()
        try captions.setLabels(
            values.map { String($0) }, under: format, layout: GridLayout(scale: scale), by: typesetter)
        return captions.labels
    }

    @Test func equalLabelsAreEqual() throws {
        let labels = try labels([7, 10, 7, -3], format(28, 28), scale: 1)
        #expect(labels.count == 4)
        #expect(labels[0] == labels[2] && labels[0] != labels[1])
    }

    @Test(arguments: [(1, 28), (2, 28), (1, 64), (3, 10)]) func noLabelIsWiderThanItsImage(scale: Int, size: Int) throws
    {
        for label in try labels([0, 99, 1000], format(size, size), scale: scale) {
            #expect(label.width <= size * scale)
        }
    }

    @Test func labelsThatCannotBeReadNameTheScaleThatDoes() throws {
        let format = try format(4, 4)
        var scale = 0
        do { _ = try labels([1234], format, scale: 1) } catch GridError.noRoomForLabels(let widest, let needed) {
            #expect(widest == "1234")
            scale = needed
        }
        #expect(try labels([1234], format, scale: scale).count == 1)
        #expect(throws: GridError.self) { try labels([1234], format, scale: scale - 1) }
    }

    /// As large as names, or as the picture has room for, with two pixels on either side.
    @Test func aTextUnderAPictureFitsIt() throws {
        func picture(_ width: Int) -> Image {
            Image(width: width, height: 1, channels: .grey, samples: [UInt8](repeating: 0, count: width))
        }
        let text = "step 12345"
        #expect(try Captions.size(of: text, under: picture(500), scale: 1, by: typesetter) == 13)
        #expect(try Captions.size(of: text, under: picture(500), scale: 4, by: typesetter) == 26)
        let size = try Captions.size(of: text, under: picture(50), scale: 1, by: typesetter)
        #expect(size < 13 && abs(typesetter.width(of: text, size: size) - 46) < 0.1)
        #expect(throws: GridError.noRoomForText(text)) {
            try Captions.size(of: text, under: picture(20), scale: 1, by: typesetter)
        }
    }
}
