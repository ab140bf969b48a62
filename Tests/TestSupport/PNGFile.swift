import CZlib

/// A PNG made byte by byte, of any kind that there is (PNG, third edition).
public struct PNGFile {
    public enum Kind: UInt8, CaseIterable, Sendable {
        case grey = 0
        case rgb = 2
        case palette = 3
        case greyAlpha = 4
        case rgba = 6

        public var channels: Int {
            switch self {
            case .grey, .palette: 1
            case .greyAlpha: 2
            case .rgb: 3
            case .rgba: 4
            }
        }

        /// The numbers of bits that a sample may have.
        public var bitDepths: [Int] {
            switch self {
            case .grey: [1, 2, 4, 8, 16]
            case .palette: [1, 2, 4, 8]
            case .rgb, .greyAlpha, .rgba: [8, 16]
            }
        }
    }

    public struct Chunk: Sendable {
        public var name: String
        public var content: [UInt8]

        public init(_ name: String, _ content: [UInt8]) {
            self.name = name
            self.content = content
        }
    }

    public var kind: Kind
    public var bitDepth: Int
    public var isInterlaced = false
    public var width: Int
    /// Rows from top to bottom, channels interleaved.
    public var samples: [Int]
    /// Chunks before the picture, and after it.
    public var head: [Chunk] = []
    public var tail: [Chunk] = []

    public init(_ kind: Kind, bitDepth: Int, width: Int, samples: [Int]) {
        self.kind = kind
        self.bitDepth = bitDepth
        self.width = width
        self.samples = samples
    }

    private var height: Int { samples.count / kind.channels / width }

    /// The whole file.
    public var bytes: [UInt8] {
        let header =
            PNGFile.number(width) + PNGFile.number(height)
            + [UInt8(bitDepth), kind.rawValue, 0, 0, isInterlaced ? 1 : 0]
        let data = Packing.zlib(passes.flatMap(rows))
        let chunks = [Chunk("IHDR", header)] + head + [Chunk("IDAT", data)] + tail + [Chunk("IEND", [])]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunks.flatMap(PNGFile.bytes)
    }

    /// Where a pass begins, and its steps.
    private struct Pass {
        var left = 0
        var top = 0
        var across = 1
        var down = 1
    }

    /// Section 8.2: Adam7.
    private var passes: [Pass] {
        guard isInterlaced else { return [Pass()] }
        return [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)].map {
            Pass(left: $0, top: $1, across: $2, down: $3)
        }
    }

    /// The rows of a pass, each behind the number of its filter, none.
    private func rows(_ pass: Pass) -> [UInt8] {
        let columns = Array(stride(from: pass.left, to: width, by: pass.across))
        if columns.isEmpty { return [] }
        return stride(from: pass.top, to: height, by: pass.down).flatMap { row in
            [0] + packed(columns.flatMap { pixel(row: row, column: $0) })
        }
    }

    private func pixel(row: Int, column: Int) -> ArraySlice<Int> {
        let start = (row * width + column) * kind.channels
        return samples[start..<start + kind.channels]
    }

    /// Samples in as few bits as they have, the last byte filled up with zeros.
    private func packed(_ samples: [Int]) -> [UInt8] {
        if bitDepth == 16 { return samples.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] } }
        let perByte = 8 / bitDepth
        return stride(from: 0, to: samples.count, by: perByte).map { first in
            (0..<perByte).reduce(0) { byte, place in
                let sample = first + place < samples.count ? samples[first + place] : 0
                return byte << bitDepth | UInt8(sample)
            }
        }
    }

    private static func bytes(_ chunk: Chunk) -> [UInt8] {
        let checked = Array(chunk.name.utf8) + chunk.content
        return number(chunk.content.count) + checked + number(Int(crc32(0, checked, UInt32(checked.count))))
    }

    private static func number(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
