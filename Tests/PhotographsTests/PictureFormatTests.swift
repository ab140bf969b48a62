import Drawing
import Photographs
import TestSupport
import Testing

/// Pictures of `formats/`, of which each NAME-how.ext shows what NAME.png does.
@Suite struct PictureFormatTests {
    private static let folder = Package.root + "/Tests/Fixtures/photos/formats/"
    private static let stored = File.names(in: folder).filter { !$0.hasSuffix(".png") }
    private static let size = PictureSize(width: 19, height: 13)

    private func file(_ name: some StringProtocol) throws -> [UInt8] { try #require(File.bytes(Self.folder + name)) }

    private func image(_ file: [UInt8], _ notes: inout [String]) throws -> [UInt8] {
        try PhotographReader(size: Self.size).image(file, name: "x") { notes.append($0) }
    }

    private func reason(_ file: [UInt8]) -> String {
        do {
            _ = try PhotographReader(size: Self.size, maximumPixels: 1 << 20).image(file, name: "x")
            return "none"
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: stored) func showsWhatThePNGDoes(name: String) throws {
        var notes: [String] = []
        let found = try image(try file(name), &notes)
        #expect(try image(try file("\(name.prefix { $0 != "-" }).png"), &notes) == found)
    }

    @Test(arguments: [
        ("rgb-pages.tif", "x: the first of its pages is read, the others are not"),
        ("rgb-film.webp", "x: the first of its frames is read, the others are not"),
        ("rgb-two.ppm", "x: the first of its pictures is read, the others are not"),
        ("rgb-infrared.tif", "x: 3 of the 4 samples of a pixel are read"),
    ])
    func whatIsLeftOutIsNoted(name: String, note: String) throws {
        var notes: [String] = []
        _ = try image(try file(name), &notes)
        #expect(notes == [note])
    }

    /// Wherever it is cut, there is an error, or the picture was whole. (A number in digits that is cut is another one.)
    @Test(arguments: stored.filter { !$0.contains("-text") }) func cutFilesAreRefused(name: String) throws {
        let whole = try file(name)
        var notes: [String] = []
        let expected = try image(whole, &notes)
        for length in 1..<whole.count {
            let cut = try? image(Array(whole.prefix(length)), &notes)
            #expect(cut.map { $0 == expected } ?? true, "\(length) bytes")
        }
        #expect(throws: PhotographError.self) { try image(Array(whole.prefix(whole.count / 3)), &notes) }
    }

    /// Whatever a byte is changed to, there is an image or an error.
    @Test(arguments: stored) func changedBytesAreHarmless(name: String) throws {
        let whole = try file(name)
        let reader = PhotographReader(size: Self.size, maximumPixels: 1 << 20)
        for place in 0..<min(whole.count, 400) {
            for value in [0, 0x7F, 0xFF, whole[place] &+ 1] {
                var changed = whole
                changed[place] = value
                let image = try? reader.image(changed, name: name)
                #expect(image.map { $0.count == 19 * 13 * 3 } ?? true)
            }
        }
    }

    @Test func claimsAreCheckedBeforeMemoryIsTaken() throws {
        let tooLarge = PhotographError.tooLarge(name: "x", width: 60000, height: 60000, limit: 1 << 26)
        var notes: [String] = []
        var bmp = try file("rgb-24.bmp")
        for place in [18, 22] { bmp.replaceSubrange(place..<place + 4, with: [0x60, 0xEA, 0, 0]) }
        let files = [bmp, Array("P6 60000 60000 255\n".utf8), Array("P1 60000 60000\n".utf8)]
        for file in files + [TIFFFile(width: 60000, height: 60000).bytes] {
            #expect(throws: tooLarge) { try image(file, &notes) }
        }
        let claim = Array("P5 8000 8000 255\n0123".utf8)
        #expect(throws: PhotographError.tooShort(name: "x", bytes: claim.count, width: 8000, height: 8000)) {
            try image(claim, &notes)
        }
    }

    @Test(arguments: [
        (TIFFFile(bits: 32), "samples of 32 bits are not read, but of 1, 2, 4, 8 and 16"),
        (TIFFFile(photometric: 8), "colours of kind 8 are not read: save it as RGB or grey"),
        (
            TIFFFile(photometric: 6, samplesPerPixel: 3),
            "YCbCr is read where it is compressed as JPEG alone: save it as RGB"
        ),
        (TIFFFile(photometric: 2), "1 samples a pixel, where its colours are 3"),
        (TIFFFile(compression: 6), "compression 6 is not read"),
        (TIFFFile(samplesPerPixel: 4000), "4000 samples a pixel, more than 16"),
        (TIFFFile(sampleFormat: 2), "its samples are no numbers from 0 on"),
        (TIFFFile(tile: (1 << 16, 1 << 16)), "strips or tiles of more than 8 MiB"),
    ])
    private func kindsOfTIFFThatAreNotRead(file: TIFFFile, expected: String) {
        #expect(reason(file.bytes) == "x: not a TIFF that can be read: \(expected)")
    }

    @Test func tiffsThatLieAreRefused() {
        #expect(reason(TIFFFile().bytes) == "none")
        // A directory that follows itself; pixels beyond the file; a directory there.
        #expect(reason(TIFFFile(next: 8).bytes) == "none")
        #expect(reason(TIFFFile(start: 9999).bytes).hasPrefix("x: not a TIFF that can be read: "))
        let directory = Array("II*\0".utf8) + [0xFF, 0xFF, 0xFF, 0x7F]
        #expect(reason(directory).hasPrefix("x: not a TIFF that can be read: "))
    }

    @Test(arguments: [
        ("P5 2 2 0\n", "PNM", "a largest sample of 0"), ("P5 2 2 65536\n", "PNM", "a largest sample above 65535"),
        ("P5 0 2 255\n", "PNM", "a width of 0"), ("P5 -2 2 255\n", "PNM", "no number where its width should be"),
        ("P2 1 2 7\n3 8", "PNM", "a sample above 7"), ("P1 1 2 02", "PNM", "a sample that is neither 0 nor 1"),
        ("P5 1 1 7\n9", "PNM", "a sample of 57, above its largest, 7"), ("P5 1", "PNM", "it ends too early"),
        ("P5 1 1 9x", "PNM", "no space after its largest sample"),
        ("P3 1 1 9 1 2 x", "PNM", "no number where its sample should be"),
    ])
    func pnmsThatLieAreRefused(text: String, format: String, expected: String) {
        #expect(reason(Array(text.utf8)) == "x: not a \(format) that can be read: \(expected)")
    }

    @Test(arguments: [
        (28, 3, "3 bits a pixel of compression 0 are not read"),
        (30, 4, "24 bits a pixel of compression 4 are not read"),
        (22, 0, "it has no size"),
    ])
    func bmpsThatLieAreRefused(place: Int, value: UInt8, expected: String) throws {
        var bytes = try file("rgb-24.bmp")
        bytes[place] = value
        #expect(reason(bytes) == "x: not a BMP that can be read: \(expected)")
    }

    @Test func coloursBeyondThePaletteAreRefused() throws {
        var bytes = try file("few4-plain.bmp")
        bytes[46] = 3
        #expect(reason(bytes).hasPrefix("x: not a BMP that can be read: a colour of number "))
    }
}

/// A classic TIFF of one strip or tile of zeros, as its fields say.
struct TIFFFile: Sendable {
    var width = 19
    var height = 13
    var bits = 8
    var photometric = 1
    var compression = 1
    var samplesPerPixel = 1
    var sampleFormat = 1
    var tile: (width: Int, height: Int)?
    /// Where pixels begin, where not behind the directory.
    var start: Int?
    /// Where the next directory begins.
    var next = 0

    var bytes: [UInt8] {
        let place = tile == nil ? (start: 273, count: 279) : (start: 324, count: 325)
        var fields = [
            (256, width), (257, height), (258, bits), (259, compression), (262, photometric), (277, samplesPerPixel),
            (339, sampleFormat), (place.start, start ?? 1000), (place.count, 19 * 13),
        ]
        fields += tile.map { [(322, $0.width), (323, $0.height)] } ?? [(278, height)]
        let entries = fields.sorted { $0.0 < $1.0 }.flatMap { tag, value in
            Self.number(tag, 2) + Self.number(4, 2) + Self.number(1, 4) + Self.number(value, 4)
        }
        let head = Array("II*\0".utf8) + Self.number(8, 4) + Self.number(fields.count, 2) + entries
        return head + Self.number(next, 4) + [UInt8](repeating: 0, count: 1000 + 19 * 13 - head.count - 4)
    }

    private static func number(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
