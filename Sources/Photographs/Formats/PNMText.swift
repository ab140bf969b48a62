/// The numbers of a PNM that are written in digits, with space and comments between them.
struct PNMText {
    static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

    private let file: PictureFile
    /// Where the next byte is read.
    private(set) var place = 2

    init(_ file: PictureFile) { self.file = file }

    /// 1 to 6, of the file's second byte.
    var kind: Int { Int(file.bytes[1] - UInt8(ascii: "0")) }

    /// How many bytes follow.
    var left: Int { file.bytes.count - place }

    /// The next number. Throws `PhotographError` where there is none, or one that is too large.
    mutating func number(_ noun: String, in range: ClosedRange<Int>) throws -> Int {
        skipSpace()
        var (value, digits) = (0, 0)
        while let digit = nextDigit(below: 10) {
            value = value * 10 + digit
            digits += 1
            guard value <= range.upperBound else { throw file.broken("a \(noun) above \(range.upperBound)") }
        }
        guard digits > 0 else {
            throw file.broken(left > 0 ? "no number where its \(noun) should be" : "it ends too early")
        }
        guard value >= range.lowerBound else { throw file.broken("a \(noun) of \(value)") }
        return value
    }

    /// The next bit: bits need no space between them. Throws `PhotographError`.
    mutating func bit() throws -> Int {
        skipSpace()
        if let digit = nextDigit(below: 2) { return digit }
        throw file.broken(left > 0 ? "a sample that is neither 0 nor 1" : "it ends too early")
    }

    /// Passes over what parts the header from samples that are bytes: one character, or a comment.
    mutating func skipSeparator() throws {
        guard left > 0 else { throw file.broken("it ends too early") }
        if file.bytes[place] == UInt8(ascii: "#") {
            skipComment()
        } else if Self.isSpace(file.bytes[place]) {
            place += 1
        } else {
            throw file.broken("no space after its largest sample")
        }
    }

    private mutating func nextDigit(below base: UInt8) -> Int? {
        guard left > 0, case let digit = file.bytes[place] &- UInt8(ascii: "0"), digit < base else { return nil }
        place += 1
        return Int(digit)
    }

    private mutating func skipSpace() {
        while left > 0 {
            if file.bytes[place] == UInt8(ascii: "#") {
                skipComment()
            } else if Self.isSpace(file.bytes[place]) {
                place += 1
            } else {
                return
            }
        }
    }

    /// To the end of the line, past its end.
    private mutating func skipComment() {
        place = (file.bytes[place...].firstIndex(of: 10) ?? file.bytes.count - 1) + 1
    }
}
