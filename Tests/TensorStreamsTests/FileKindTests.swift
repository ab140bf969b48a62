import TensorStreams
import Testing

@Suite struct FileKindTests {
    private static func bytes(_ start: [UInt8], _ text: String = "", _ rest: [UInt8] = []) -> [UInt8] {
        start + Array(text.utf8) + rest
    }

    private static func zip(_ name: String) -> [UInt8] {
        bytes([], "PK", [3, 4] + [UInt8](repeating: 0, count: 22))
            + bytes([UInt8(name.utf8.count), 0, 20, 0], name, [UInt8](repeating: 1, count: 20))
    }

    private static let examples: [FileKind: [UInt8]] = [
        .tensorStream: StreamFixtures.tensor(8, [1], [3]), .checkpoint: bytes([8, 0, 0, 0, 0, 0, 0, 0], "{}"),
        .array: bytes([0x93], "NUMPY"), .arrays: zip("x.npy"), .pytorch: zip("x/data.pkl"),
        .matlab: bytes([], "MATLAB 5.0 MAT-file Platform: posix"), .matlabHDF5: bytes([], "MATLAB 7.3 MAT-file"),
        .onnx: [8, 8] + bytes([0x12, 7], "pytorch"), .zip: zip("x"),
        .png: bytes([0x89], "PNG\r\n", [0x1A, 0x0A]), .jpeg: [0xFF, 0xD8, 0xFF], .gif: bytes([], "GIF87a"),
        .tiff: bytes([], "MM", [0, 0x2A]), .webp: bytes([], "RIFF", [9, 0, 0, 0]) + bytes([], "WEBPVP8 "),
        .bmp: bytes([], "BM", [0x46, 0, 0, 0, 0, 0, 0, 0, 0x36, 0, 0, 0, 0x28, 0, 0, 0]),
        .pnm: bytes([], "P5\n2 1 255\n", [0, 0xFF]),
        .pdf: bytes([], "%PDF-2.0"), .text: bytes([], "z1\tz2"),
    ]

    @Test(arguments: FileKind.allCases) func isKnownByTheFirstBytes(kind: FileKind) throws {
        #expect(FileKind(start: try #require(Self.examples[kind])) == kind)
    }

    @Test func archivesAreNamedByWhatIsInThem() {
        #expect(FileKind(start: Self.zip("arr_0.npy")) == .arrays)
        #expect(FileKind(start: Self.zip("archive/data.pkl")) == .pytorch)
        #expect(FileKind(start: Self.zip("data.pkl")) == .zip)
        #expect(FileKind(start: Self.zip("")) == .zip)
    }

    @Test func whatTorchWroteBeforeItsArchivesIsKnown() {
        let magicNumber: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
        #expect(FileKind(start: [0x80, 2, 0x8A, 10] + magicNumber + Self.bytes([0x2E, 0x80], "\u{2}M")) == .pytorch)
        #expect(FileKind(start: [0x80, 2, 0x8A, 10] + magicNumber.dropLast()) == nil)
    }

    @Test func textIsUTF8ThatMayBeCut() {
        for text in ["αβ", "Größe", "id\tz1\r\n0\t1\n"] {
            #expect(FileKind(start: Array(text.utf8)) == .text)
            #expect(FileKind(start: Array(("a" + text).utf8).dropLast()) == .text)
        }
    }

    @Test(arguments: [
        [], [0], [0, 0, 7, 1], [0, 0, 8, 0], [0xFF, 0xFE, 0x41], [0x41, 0], [8, 8, 0, 0, 0, 0, 0, 0, 0],
        [8, 8, 0, 0, 1, 0, 0, 0, 0x7B], [0xC3],
    ])
    func nothingElseIs(start: [UInt8]) {
        #expect(FileKind(start: start) == nil)
    }

    @Test(arguments: FileKind.allCases) func isNamedWhereAnotherIsExpected(kind: FileKind) throws {
        let start = try #require(Self.examples[kind])
        let error = try #require(FileKindError(name: "x", start: start, expected: "a table", besides: []))
        #expect(error.found == kind)
        #expect("\(error)".hasPrefix("x: it is \(kind.noun), but a table is expected: "))
        #expect(FileKindError(name: "x", start: start, expected: "a table", besides: [kind]) == nil)
    }

    /// Each reader tells of every kind but its own, packed or not.
    @Test(arguments: FileKind.allCases) func everyReaderTellsOfTheOthers(kind: FileKind) throws {
        let start = try #require(Self.examples[kind])
        func bytes() -> ByteReader { ByteReader(start, name: "x") }
        func expectKind(besides own: FileKind, _ expected: String, _ read: () throws -> Void) {
            guard kind != own else { return }
            #expect { try read() } throws: { "\($0)".hasPrefix("x: it is \(kind.noun), but \(expected) is expected: ") }
        }
        expectKind(besides: .tensorStream, "a tensor stream (IDX)") {
            var reader = IDXReader(bytes())
            _ = try reader.format()
        }
        expectKind(besides: .checkpoint, "a checkpoint") { _ = try Safetensors.read(bytes()) }
        expectKind(besides: .array, "a NumPy array") {
            var reader = NPYReader(bytes())
            _ = try reader.format()
        }
        expectKind(besides: .text, "a table") { _ = try TableReader(bytes()) }
    }
}
