import EventFiles
import Testing

@Suite struct EncodedPNGTests {
    /// As much of a PNG as is looked at: signature, IHDR, IEND.
    private func file(width: UInt8 = 7, height: UInt8 = 5, type: UInt8 = 0) -> [UInt8] {
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        let header: [UInt8] = [0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 1, width, 0, 0, 0, height, 8, type, 0, 0, 0]
        let end: [UInt8] = [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82]
        return signature + header + [0, 0, 0, 0] + end
    }

    private func problem(_ file: [UInt8]) -> EncodedPNGError? {
        do {
            _ = try EncodedPNG(file, name: "x")
            return nil
        } catch { return error as? EncodedPNGError }
    }

    @Test func sizeAndColours() throws {
        let picture = try EncodedPNG(file(), name: "x")
        #expect(picture.width == 263 && picture.height == 5)
        let spaces: [(UInt8, EncodedPNG.ColorSpace)] = [(0, .grey), (2, .rgb), (3, .rgb), (4, .greyAlpha), (6, .rgba)]
        for (type, space) in spaces { #expect(try EncodedPNG(file(type: type), name: "x").colorSpace == space) }
    }

    @Test func whatIsNoPNG() {
        #expect(problem([]) == .notPNG(name: "x"))
        #expect(problem("Q6 1 1 255 ".utf8 + [UInt8](repeating: 0, count: 30)) == .notPNG(name: "x"))
        #expect(problem(file(type: 5)) == .notPNG(name: "x"))
        #expect(problem(file(height: 0)) == .notPNG(name: "x"))
    }

    @Test func whatItIsInstead() {
        let jpeg = [0xFF, 0xD8, 0xFF] + [UInt8](repeating: 0, count: 30)
        #expect { try EncodedPNG(jpeg, name: "x") } throws: {
            "\($0)" == "x: it is a JPEG image, but a PNG image is expected: img2idx makes a tensor stream of it"
        }
    }

    @Test func aFileThatEndsTooEarly() {
        #expect(problem(Array(file().dropLast())) == .cut(name: "x"))
        for count in 0..<file().count { #expect(problem(Array(file().prefix(count))) != nil) }
    }
}
