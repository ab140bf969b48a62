import TensorStreams
import Testing
import VAEKit

@Suite struct ImageSourceTests {
    private static func stream(_ type: UInt8, _ sizes: [Int], _ data: [UInt8]) -> IDXReader {
        var bytes: [UInt8] = [0, 0, type, UInt8(sizes.count)]
        for size in sizes { bytes += (0..<4).map { UInt8(truncatingIfNeeded: size >> (24 - 8 * $0)) } }
        return IDXReader(ByteReader(bytes + data, name: "x"))
    }

    private static func bigEndian(_ values: [Float]) -> [UInt8] {
        values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (24 - 8 * UInt32($0))) } }
    }

    @Test func givesBatchesUntilTheEnd() throws {
        var source = try ImageSource(Self.stream(8, [5, 1, 2], Array(0..<10)))
        #expect(source.shape == [1, 2])
        #expect(try source.next(atMost: 2)?.bytes == [0, 1, 2, 3])
        #expect(try source.skip(1) == 1)
        #expect(try source.next(atMost: 9)?.bytes == [6, 7, 8, 9])
        #expect(try source.next(atMost: 9) == nil)
    }

    @Test func floatsLieWithinZeroAndOne() throws {
        var source = try ImageSource(Self.stream(0x0D, [2, 2], Self.bigEndian([0, 0.5, 1, 0.25])))
        #expect(try source.all().floats() == [0, 0.5, 1, 0.25])
        for bad in [Float(-0.1), 1.5, .nan, .infinity] {
            var source = try ImageSource(Self.stream(0x0D, [3, 2], Self.bigEndian([0, 0.5, 1, 0.25, 0, bad])))
            #expect(try source.next(atMost: 1)?.count == 1)
            let error = #expect(throws: ImageError.self) { try source.next(atMost: 9) }
            #expect(error?.description.hasPrefix("x: item 2: a pixel is") == true)
        }
    }

    private static let numbers = "; vae-fit --scale takes values that are no pixels"

    @Test(arguments: [
        (Float(200), "lie within [0, 1]: x / 255 in NumPy puts those from 0 to 255 there, before npy2idx\(numbers)"),
        (
            Float(-0.5),
            "lie within [0, 1]: (x + 1) / 2 in NumPy puts those from -1 to 1 there, before npy2idx\(numbers)"
        ),
        (Float.nan, "lie within [0, 1]"), (Float(300), "lie within [0, 1]\(numbers)"),
    ])
    func pixelsOnAnotherScaleAreToldTheWay(pixel: Float, end: String) throws {
        var source = try ImageSource(Self.stream(0x0D, [1, 2], Self.bigEndian([0, pixel])))
        let error = #expect(throws: ImageError.self) { try source.all() }
        #expect(error?.description.hasSuffix(end) == true)
    }

    @Test(arguments: [
        ([5], UInt8(8), "x: its items are single numbers (labels?); images are expected"),
        ([1, 1, 1, 1, 1], 8, "images are H×W, H×W×C or vectors"), ([1, 2, 2], 0x0C, "x: its values are int32"),
        ([1, 2000, 2000], 8, "x: an image of 2000×2000 is too large"),
        ([1, 1_000_000_000, 1], 8, "is too large"),
    ])
    func whatIsNotAnImageIsRefused(sizes: [Int], type: UInt8, message: String) {
        #expect { try ImageSource(Self.stream(type, sizes, [])) } throws: { "\($0)".contains(message) }
    }

    /// Numbers of any size and type come as they are until it is known what they are scaled by, those read ahead too.
    @Test func numbersAreScaledOnceThatIsKnown() throws {
        var source = try ImageSource(
            Self.stream(0x0D, [3, 2], Self.bigEndian([300, -4, 0, 2, 8, 4])), items: .numbers)
        try source.requireImage()
        let scaling = try ValueScaling(
            of: TensorBatch(format: ItemFormat(type: .f32, shape: [2]), floats: [0, -4, 100, 4]), ValueScale(.minmax))
        source.scale(by: scaling)
        #expect(try source.all().floats() == [3, 0, 0, 0.75, 0.08, 1])
        var bytes = try ImageSource(Self.stream(8, [2, 2], [0, 1, 1, 0]), items: .numbers)
        #expect(try bytes.all().bytes == [0, 1, 1, 0] && !bytes.levels.areZeroAndOne)
        var wide = try ImageSource(Self.stream(0x0B, [1, 2], [0xFF, 0xFE, 1, 0]), items: .numbers)
        #expect(try wide.all().doubles() == [-2, 256])
    }

    @Test(arguments: [Float.nan, .infinity]) func numbersAreFinite(bad: Float) throws {
        var source = try ImageSource(Self.stream(0x0D, [3, 2], Self.bigEndian([9, 9, 9, 9, 9, bad])), items: .numbers)
        #expect(try source.next(atMost: 1)?.count == 1)
        let error = #expect(throws: ImageError.self) { try source.all() }
        #expect(error?.description.hasPrefix("x: item 2: value 2 is \(bad)") == true)
    }

    @Test func countsAreWholeNumbers() throws {
        var source = try ImageSource(Self.stream(0x0B, [2, 2], [0, 3, 1, 0, 0, 0, 0, 9]), items: .counts)
        let counts = try source.all()
        #expect(counts.format.type == .f32 && counts.floats() == [3, 256, 0, 9])
        for bad in [Float(-1), 0.5, .nan, 33_554_432] {
            var source = try ImageSource(Self.stream(0x0D, [2, 1], Self.bigEndian([7, bad])), items: .counts)
            let error = #expect(throws: ImageError.self) { try source.all() }
            #expect(error?.description.hasPrefix("x: item 1: value 1 is ") == true)
        }
    }

    @Test func channelsComeLast() throws {
        #expect(throws: ChannelsFirstError.self) { try ImageSource(Self.stream(8, [2, 3, 96, 96], [])) }
        #expect(try ImageSource(Self.stream(8, [2, 3, 96, 4], [])).shape == [3, 96, 4])
    }

    @Test func noImagesAreAnError() throws {
        var source = try ImageSource(Self.stream(8, [0, 2, 2], []))
        let error = #expect(throws: ImageError.self) { try source.all() }
        #expect(error?.description == "x: it holds no images")
    }
}
