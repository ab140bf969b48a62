import CPNG
import TestSupport
import Testing

import Drawing

/// PNG files of every kind, and what they are read as.
@Suite struct PNGKindsTests {
    struct Failure: Error {}

    /// A kind of file, and what it says of its colours.
    struct Case: CustomStringConvertible, Sendable {
        var kind: PNGFile.Kind
        var bitDepth: Int
        var isInterlaced: Bool

        var description: String { "\(kind) of \(bitDepth) bits\(isInterlaced ? ", interlaced" : "")" }

        /// A picture of 13×11 pixels of noise: every pass of the interlacing ends within a byte somewhere.
        func file(_ chunks: [PNGFile.Chunk] = []) -> PNGFile {
            let samples = (0..<13 * 11 * kind.channels).map { ($0 &* 2_654_435_761 >> 9) & ((1 << bitDepth) - 1) }
            var file = PNGFile(kind, bitDepth: bitDepth, width: 13, samples: samples)
            file.isInterlaced = isInterlaced
            let palette = (0..<3 << bitDepth).map { UInt8(truncatingIfNeeded: $0 &* 89 &+ 7) }
            file.head = chunks + (kind == .palette ? [PNGFile.Chunk("PLTE", palette)] : [])
            return file
        }

        /// What makes some of the picture transparent.
        var transparency: PNGFile.Chunk? {
            switch kind {
            case .grey: PNGFile.Chunk("tRNS", [0, 1])
            case .rgb: PNGFile.Chunk("tRNS", [0, 1, 0, 2, 0, 3])
            case .palette: PNGFile.Chunk("tRNS", [0, 128])
            case .greyAlpha, .rgba: nil
            }
        }
    }

    static let cases = PNGFile.Kind.allCases.flatMap { kind in
        kind.bitDepths.flatMap { depth in
            [false, true].map { Case(kind: kind, bitDepth: depth, isInterlaced: $0) }
        }
    }

    /// What files say of their colours: nothing; gamma 1, 1/2.2, 1/1.8 and none that makes sense; sRGB, with which gamma
    /// does not count; primaries; bits that count; a background.
    static let colors: [[PNGFile.Chunk]] = [
        [], gamma(100_000), gamma(45455), gamma(55556), gamma(0), [PNGFile.Chunk("sRGB", [0])] + gamma(100_000),
        [PNGFile.Chunk("cHRM", (1...8).flatMap { [0, 0, 0x40, UInt8($0)] })] + gamma(50000),
    ]

    private static func gamma(_ value: UInt32) -> [PNGFile.Chunk] {
        [PNGFile.Chunk("gAMA", [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) })]
    }

    /// What libpng's simplified interface makes of a file; of sixteen bits interlaced it makes what is wrong.
    private func simplified(_ file: [UInt8], _ channels: Image.Channels) throws -> [UInt8] {
        var description = png_image()
        description.version = png_uint_32(PNG_IMAGE_VERSION)
        defer { png_image_free(&description) }
        return try file.withUnsafeBytes { bytes in
            guard png_image_begin_read_from_memory(&description, bytes.baseAddress, bytes.count) != 0 else {
                throw Failure()
            }
            let formats: [Image.Channels: UInt32] = [
                .grey: 0, .rgb: PNG_FORMAT_FLAG_COLOR, .rgba: PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA,
            ]
            description.format = try #require(formats[channels])
            description.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
            let count = Int(description.width * description.height) * channels.rawValue
            var samples = [UInt8](repeating: 0, count: count)
            guard png_image_finish_read(&description, nil, &samples, 0, nil) != 0 else { throw Failure() }
            return samples
        }
    }

    @Test(arguments: cases) func agreesWithTheSimplifiedInterface(of file: Case) throws {
        for chunks in Self.colors {
            for transparency in [nil, file.transparency] {
                var png = file.file(chunks)
                png.head += transparency.map { [$0] } ?? []
                let image = try PNGReader.decode(png.bytes, name: "x")
                let isClear = transparency != nil || file.kind == .greyAlpha || file.kind == .rgba
                #expect(image.channels == (isClear ? .rgba : file.kind == .grey ? .grey : .rgb))
                // Sixteen bits interlaced are what they are without.
                png.isInterlaced = file.isInterlaced && file.bitDepth < 16
                #expect(try simplified(png.bytes, image.channels) == image.samples)
            }
        }
    }

    /// A slope of 256 levels in each channel, alpha the other way round.
    @Test(arguments: [PNGFile.Kind.grey, .greyAlpha, .rgb, .rgba], [false, true])
    func levelsOfSixteenBits(kind: PNGFile.Kind, isInterlaced: Bool) throws {
        let hasAlpha = kind == .greyAlpha || kind == .rgba
        let colors = kind.channels - (hasAlpha ? 1 : 0)
        var file = PNGFile(
            kind, bitDepth: 16, width: 16,
            samples: (0...255).flatMap { level in
                [Int](repeating: level * 257, count: colors) + (hasAlpha ? [(255 - level) * 257] : [])
            })
        file.isInterlaced = isInterlaced
        let image = try PNGReader.decode(file.bytes, name: "x")
        let expected = (0...255).flatMap { (level: UInt8) -> [UInt8] in
            kind == .grey ? [level] : [level, level, level] + (hasAlpha ? [255 - level] : [])
        }
        #expect(image.samples == expected)
    }

    @Test(arguments: [false, true]) func sixteenBitsAreRounded(isInterlaced: Bool) throws {
        var file = PNGFile(.grey, bitDepth: 16, width: 256, samples: Array(0...65535))
        file.isInterlaced = isInterlaced
        let image = try PNGReader.decode(file.bytes, name: "x")
        #expect(image.samples == (0...65535).map { UInt8((Double($0) / 257).rounded()) })
    }

    /// Gamma 1 is light itself, which sRGB stores as about its 2.2nd root.
    @Test func gammaIsHeeded() throws {
        var file = PNGFile(.grey, bitDepth: 8, width: 3, samples: [0, 55, 255])
        file.head = Self.gamma(100_000)
        #expect(try PNGReader.decode(file.bytes, name: "x").samples == [0, 127, 255])
    }

    /// 2×3 pixels, stored as a camera that was held in each of eight ways stores them.
    @Test(arguments: [
        (1, 2, [1, 2, 3, 4, 5, 6]), (2, 2, [2, 1, 4, 3, 6, 5]), (3, 2, [6, 5, 4, 3, 2, 1]),
        (4, 2, [5, 6, 3, 4, 1, 2]), (5, 3, [1, 3, 5, 2, 4, 6]), (6, 3, [2, 4, 6, 1, 3, 5]),
        (7, 3, [6, 4, 2, 5, 3, 1]), (8, 3, [5, 3, 1, 6, 4, 2]),
    ])
    func turnsUpright(orientation: UInt8, width: Int, stored: [Int]) throws {
        let exif = PNGFile.Chunk(
            "eXIf",
            Array("MM\0*".utf8) + [0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0])
        let upright = Image(width: 2, height: 3, channels: .grey, samples: [1, 2, 3, 4, 5, 6])
        var file = PNGFile(.grey, bitDepth: 8, width: width, samples: stored)
        file.head = [exif]
        #expect(try PNGReader.decode(file.bytes, name: "x") == upright)
        (file.head, file.tail) = ([], [exif])
        #expect(try PNGReader.decode(file.bytes, name: "x") == upright)
        let early = Array(file.bytes.dropLast(12))
        #expect(try PNGReader.decode(early, name: "x") == upright)
    }

    /// A checksum that does not hold, data that are none, an orientation that there is not.
    @Test func brokenEXIFIsAsIfAbsent() throws {
        let turned = Array("II*\0".utf8) + [8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0]
        var file = PNGFile(.grey, bitDepth: 8, width: 2, samples: [1, 2])
        file.head = [PNGFile.Chunk("eXIf", turned)]
        #expect(try PNGReader.decode(file.bytes, name: "x").samples == [2, 1])
        var changed = file.bytes
        let place = try #require((0..<changed.count).first { changed[$0...].starts(with: turned) })
        changed[place + 18] = 2
        #expect(try PNGReader.decode(changed, name: "x").samples == [1, 2])
        for content in [[], Array("EXIF".utf8), Array(turned.prefix(15)), turned.map { $0 == 3 ? 9 : $0 }] {
            file.head = [PNGFile.Chunk("eXIf", content)]
            #expect(try PNGReader.decode(file.bytes, name: "x").samples == [1, 2])
        }
    }
}
