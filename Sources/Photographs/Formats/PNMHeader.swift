/// What stands before the samples of a PNM: its kind, width, height, and the largest sample
/// (https://netpbm.sourceforge.net/doc/pnm.html).
struct PNMHeader {
    /// P1 to P6: bits, grey or RGB, as text or as bytes.
    static func isPNM(_ start: [UInt8]) -> Bool {
        start.count > 2 && start[0] == UInt8(ascii: "P") && (UInt8(ascii: "1")...UInt8(ascii: "6")).contains(start[1])
            && (PNMText.isSpace(start[2]) || start[2] == UInt8(ascii: "#"))
    }

    let width: Int
    let height: Int
    /// The sample that is white, or all of a colour; 1 for bits.
    let most: Int
    let isText: Bool
    /// Whether a sample is a bit, 1 for black.
    let isBits: Bool
    let channels: Int

    /// Reads as far as the samples. Throws `PhotographError`.
    init(_ text: inout PNMText) throws {
        let kind = text.kind
        isText = kind <= 3
        isBits = kind % 3 == 1
        channels = kind % 3 == 0 ? 3 : 1
        width = try text.number("width", in: 1...Int(Int32.max))
        height = try text.number("height", in: 1...Int(Int32.max))
        most = isBits ? 1 : try text.number("largest sample", in: 1...65535)
    }

    /// The fewest bytes that a row takes.
    var rowBytes: Int {
        if isText { return isBits ? width : width * channels * 2 - 1 }
        return isBits ? (width + 7) / 8 : width * channels * (most > 255 ? 2 : 1)
    }
}
