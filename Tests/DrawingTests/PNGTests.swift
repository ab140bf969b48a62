import TestSupport
import Testing

import Drawing

@Suite struct PNGTests {
    static let images = [
        Image(width: 3, height: 2, channels: .grey, samples: [0, 1, 127, 128, 254, 255]),
        Image(width: 2, height: 1, channels: .rgb, samples: [0, 1, 2, 253, 254, 255]),
        Image(width: 1, height: 2, channels: .rgba, samples: [9, 8, 7, 0, 6, 5, 4, 200]),
        // Noise does not compress: the longest file for its size.
        Image(
            width: 301, height: 203, channels: .rgb,
            samples: (0..<301 * 203 * 3).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 13) }),
    ]

    @Test(arguments: images) func readsBackWhatItWrites(image: Image) throws {
        let file = try PNGWriter.encode(image, name: "x")
        #expect(PNGReader.isPNG(file))
        #expect(try PNGReader.decode(file, name: "x") == image)
    }

    @Test func isDeterministic() throws {
        #expect(try PNGWriter.encode(Self.images[3], name: "x") == PNGWriter.encode(Self.images[3], name: "x"))
    }

    @Test func everyCutFileIsRefused() throws {
        let file = try PNGWriter.encode(Self.images[0], name: "x")
        // A file that lacks the end of its last chunk holds its whole picture.
        for length in 0..<file.count - 12 {
            #expect(throws: PNGError.self) { try PNGReader.decode(Array(file.prefix(length)), name: "x") }
        }
    }

    @Test func hugeClaimsAreRefusedBeforeMemoryIsTaken() throws {
        var file = try PNGWriter.encode(Self.images[0], name: "x")
        file.replaceSubrange(16..<24, with: [0, 1, 0, 0, 0, 1, 0, 0])
        file.replaceSubrange(29..<33, with: crc(file[12..<29]))
        #expect(throws: PNGError.tooLarge(name: "x", width: 65536, height: 65536)) {
            try PNGReader.decode(file, name: "x")
        }
    }

    /// CRC-32 of ISO 3309, as PNG chunks end with.
    private func crc(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var remainder: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            remainder ^= UInt32(byte)
            for _ in 0..<8 { remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1 }
        }
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: ~remainder >> $0) }
    }
}
