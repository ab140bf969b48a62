/// What stands before the pixels of a BMP, of any version from OS/2's to Windows's fifth (Microsoft, "Bitmap Storage").
struct BMPHeader {
    /// The letters BM, and a second header of a length that some version has.
    static func isBMP(_ start: [UInt8]) -> Bool {
        start.count >= 18 && start.starts(with: Array("BM".utf8)) && start[15...17].allSatisfy { $0 == 0 }
            && [12, 16, 40, 52, 56, 64, 108, 124].contains(start[14])
    }

    enum Compression { case none, runs8, runs4 }

    let width: Int
    let height: Int
    /// Whether the uppermost row is stored first.
    let isTopDown: Bool
    /// Of a pixel: 1, 2, 4 or 8 are the number of a colour in the palette.
    let bits: Int
    let compression: Compression
    /// Where pixels begin.
    let start: Int
    /// Red, green, blue and, where there is one, alpha of a pixel without a palette.
    let masks: [BMPMask]
    /// Red, green and blue of each colour.
    let palette: [[UInt8]]

    /// Reads as far as the pixels. Throws `PhotographError`.
    init(_ file: PictureFile) throws {
        let bytes = BMPBytes(file: file)
        let size = try bytes.number(at: 14, bytes: 4)
        let isOld = size == 12
        width = try isOld ? bytes.number(at: 18, bytes: 2) : bytes.signed(at: 18)
        let rows = try isOld ? bytes.number(at: 20, bytes: 2) : bytes.signed(at: 22)
        (height, isTopDown) = (abs(rows), rows < 0)
        guard width > 0, height > 0 else { throw file.broken("it has no size") }
        bits = try bytes.number(at: isOld ? 24 : 28, bytes: 2)
        let way = try size < 40 ? 0 : bytes.number(at: 30, bytes: 4)
        switch (way, bits) {
        case (0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (0, 24), (0, 32), (3, 16), (3, 32), (6, 16), (6, 32):
            compression = .none
        case (1, 8): compression = .runs8
        case (2, 4): compression = .runs4
        default: throw file.broken("\(bits) bits a pixel of compression \(way) are not read")
        }
        start = try bytes.number(at: 10, bytes: 4)
        masks = try bits <= 8 ? [] : bytes.masks(bits: bits, areGiven: way != 0, withAlpha: size >= 56 || way == 6)
        palette = try bits > 8 ? [] : bytes.palette(headerSize: size, most: 1 << bits, start: start)
    }

    /// From one row to the next, where rows are not compressed.
    var rowBytes: Int { (width * bits + 31) / 32 * 4 }
}

/// The bits of a pixel that are one of its channels.
struct BMPMask {
    private let shift: UInt32
    /// The largest value.
    private let most: UInt32

    /// nil for bits that do not lie side by side, or none.
    init?(_ mask: UInt32) {
        guard mask != 0, case let shift = UInt32(mask.trailingZeroBitCount), case let most = mask >> shift,
            most & (most &+ 1) == 0
        else { return nil }
        (self.shift, self.most) = (shift, most)
    }

    /// The channel of a pixel, in eight bits.
    func sample(_ pixel: UInt32) -> UInt8 {
        UInt8((UInt64(pixel >> shift & most) * 255 + UInt64(most / 2)) / UInt64(most))
    }
}
