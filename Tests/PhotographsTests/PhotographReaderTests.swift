import TestSupport
import Testing

import Drawing
import Photographs

@Suite struct PhotographReaderTests {
    static let folder = Package.root + "/Tests/Fixtures/photos/"

    private func file(_ name: String) throws -> [UInt8] { try #require(File.bytes(Self.folder + name)) }

    private func greatestDifference(_ a: [UInt8], _ b: [UInt8]) -> Int {
        zip(a, b).map { abs(Int($0) - Int($1)) }.max() ?? 0
    }

    @Test(arguments: [("color.jpg", 32), ("progressive.jpg", 32), ("cmyk.jpg", 32), ("palette.png", 32)])
    func agreesWithPillow(name: String, size: Int) throws {
        let image = try PhotographReader(size: PictureSize(square: size)).image(try file(name), name: name)
        let expected = try file("expected-\(name.prefix { $0 != "." }).npy").suffix(image.count)
        #expect(image.count == size * size * 3)
        #expect(greatestDifference(image, Array(expected)) <= 1)
    }

    @Test(arguments: 2...8, [(64, 64), (96, 48), (30, 60)]) func turnsUpright(orientation: Int, size: (Int, Int)) throws
    {
        let reader = PhotographReader(size: PictureSize(width: size.0, height: size.1))
        let upright = try reader.image(try file("turned-1.jpg"), name: "1")
        let turned = try reader.image(try file("turned-\(orientation).jpg"), name: "turned")
        #expect(greatestDifference(upright, turned) <= 12)
    }

    /// Where the markers of a JPEG stand that are followed by a length, and the last one.
    private func markers(_ file: [UInt8]) -> [Int] {
        var places = [2]
        while let place = places.last, file[place + 1] != 0xDA {
            places.append(place + 2 + Int(file[place + 2]) << 8 + Int(file[place + 3]))
        }
        return places + [file.count - 2]
    }

    private func image(_ file: [UInt8], _ notes: inout [String]) throws -> [UInt8] {
        try PhotographReader(size: PictureSize(square: 64)).image(file, name: "x") { notes.append($0) }
    }

    @Test(arguments: ["turned-6.jpg", "grey.jpg", "cmyk.jpg"]) func strayBytesBeforeAMarkerAreNoted(name: String) throws
    {
        let whole = try file(name)
        var notes: [String] = []
        let expected = try image(whole, &notes)
        #expect(notes.isEmpty)
        for place in markers(whole) {
            var stray = whole
            stray.insert(contentsOf: (0..<20).map { UInt8($0 * 11) }, at: place)
            notes = []
            #expect(try image(stray, &notes) == expected)
            let end = String(whole[place + 1], radix: 16)
            #expect(notes.count == 1 && notes[0].hasPrefix("x: read in spite of "))
            #expect(notes[0].hasSuffix(" extraneous bytes before marker 0x\(end)"))
            // The first thing that is odd hides no damage that follows.
            #expect(throws: PhotographError.self) { try image(Array(stray.dropLast(40)), &notes) }
        }
    }

    /// Where a header says what need not be so, and all of the picture is there.
    @Test func otherOddHeadersAreNoted() throws {
        let whole = try file("color.jpg")
        let scan = try #require(markers(whole).dropLast().last)
        var notes: [String] = []
        let expected = try image(whole, &notes)
        for (place, byte) in [(11, UInt8(3)), (scan + 12, 1)] {
            var odd = whole
            odd[place] = byte
            #expect(try image(odd, &notes) == expected)
        }
        #expect(
            notes == [
                "x: read in spite of unknown JFIF revision number 3.01",
                "x: read in spite of Invalid SOS parameters for sequential JPEG",
            ])
    }

    @Test func everyCutFileIsRefused() throws {
        let whole = try file("color.jpg")
        for length in stride(from: 0, to: whole.count - 2, by: 7) {
            #expect(throws: PhotographError.self) {
                try PhotographReader(size: PictureSize(square: 8)).image(Array(whole.prefix(length)), name: "x")
            }
        }
    }

    /// Whatever a byte is changed to, there is an image or an error.
    @Test(arguments: ["turned-6.jpg", "progressive.jpg", "cmyk.jpg", "palette.png"])
    func changedBytesAreHarmless(name: String) throws {
        let whole = try file(name)
        for place in 0..<min(whole.count, 700) {
            var changed = whole
            changed[place] = UInt8(truncatingIfNeeded: place &* 89 &+ 7)
            let image = try? PhotographReader(size: PictureSize(square: 8)).image(changed, name: name)
            #expect(image.map { $0.count == 8 * 8 * 3 } ?? true)
        }
    }

    @Test func claimsAreCheckedBeforeMemoryIsTaken() throws {
        #expect(throws: PhotographError.tooLarge(name: "x", width: 60000, height: 60000, limit: 1 << 26)) {
            try PhotographReader(size: PictureSize(square: 8)).image(try file("huge.jpg"), name: "x")
        }
        var claim = try file("huge.jpg")
        let sizes = try #require((0..<claim.count).first { claim[$0...].starts(with: [0xFF, 0xC0]) }) + 5
        claim.replaceSubrange(sizes..<sizes + 4, with: [0x1F, 0x40, 0x1F, 0x40])
        #expect(throws: PhotographError.tooShort(name: "x", bytes: claim.count, width: 8000, height: 8000)) {
            try PhotographReader(size: PictureSize(square: 8)).image(claim, name: "x")
        }
    }

    /// Half of the light comes through what is half clear, whatever the picture's bits and order.
    @Test(arguments: [8, 16], [false, true]) func greyWithAlpha(bitDepth: Int, isInterlaced: Bool) throws {
        let most = 1 << bitDepth - 1
        var file = PNGFile(
            .greyAlpha, bitDepth: bitDepth, width: 2, samples: [0, most, 0, most / 3, most / 5, most, most, 0])
        file.isInterlaced = isInterlaced
        let image = try PhotographReader(size: PictureSize(square: 2), isGrey: true).image(file.bytes, name: "x")
        #expect(image == [0, 170, 51, 255])
    }

    /// The centre is that of the picture as it is shown.
    @Test func pngIsTurnedUpright() throws {
        var file = PNGFile(.grey, bitDepth: 8, width: 2, samples: [1, 2, 3, 4, 5, 6])
        file.head = [
            PNGFile.Chunk(
                "eXIf", Array("MM\0*".utf8) + [0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0])
        ]
        let image = try PhotographReader(size: PictureSize(square: 2), isGrey: true).image(file.bytes, name: "x")
        #expect(image == [5, 3, 6, 4])
    }

    @Test func transparencyShowsWhite() throws {
        let clear = Image(width: 2, height: 2, channels: .rgba, samples: [UInt8](repeating: 0, count: 16))
        let image = try PhotographReader(size: PictureSize(square: 3)).image(
            try PNGWriter.encode(clear, name: "x"), name: "x")
        #expect(image == [UInt8](repeating: 255, count: 27))
    }

    /// A picture at its own size is what it was, whatever its sides; the cut takes its middle.
    @Test(arguments: [1, 2, 3, 17, 64]) func samplesKeepTheirPlaces(side: Int) throws {
        for channels in [Image.Channels.grey, .rgb] {
            let row = side * channels.rawValue
            let middle = (0..<side * row).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
            let edge = [UInt8](repeating: 9, count: 2 * channels.rawValue)
            let rows = (0..<side).map { edge + middle[$0 * row..<($0 + 1) * row] + edge }
            let picture = Image(width: side + 4, height: side, channels: channels, samples: rows.flatMap { $0 })
            let image = try PhotographReader(size: PictureSize(square: side), isGrey: channels == .grey).image(
                try PNGWriter.encode(picture, name: "x"), name: "x")
            #expect(image == middle)
        }
    }

    /// The largest part of the shape asked for, from the middle; a limit holds for the longer side.
    @Test(arguments: [(nil, (2, 3)), (PictureSize(square: 1), (1, 1)), (PictureSize(width: 9, height: 2), (1, 2))])
    func cutsTheShape(crop: PictureSize?, cut: (width: Int, height: Int)) throws {
        let largest = PictureSize(width: 2, height: 3).largest(withinWidth: 5, height: 3, limit: crop)
        #expect(largest == PictureSize(width: cut.width, height: cut.height))
        let picture = Image(width: 5, height: 3, channels: .grey, samples: (0..<15).map { UInt8($0) })
        let reader = PhotographReader(size: largest, crop: crop, isGrey: true)
        let image = try reader.image(try PNGWriter.encode(picture, name: "x"), name: "x")
        let (left, top) = ((5 - cut.width) / 2, (3 - cut.height) / 2)
        let rows = (top..<top + cut.height).map { row in (left..<left + cut.width).map { UInt8(row * 5 + $0) } }
        #expect(image == rows.flatMap { $0 })
    }

    @Test func evenColourStaysAsItIs() throws {
        let even = Image(width: 37, height: 53, channels: .grey, samples: [UInt8](repeating: 77, count: 37 * 53))
        for size in [1, 16, 37, 100] {
            let image = try PhotographReader(size: PictureSize(square: size), isGrey: true).image(
                try PNGWriter.encode(even, name: "x"), name: "x")
            #expect(image == [UInt8](repeating: 77, count: size * size))
        }
    }
}
