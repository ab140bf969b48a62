/// Takes a record apart into its fields, in place: quotes round a field go, two within them become one (RFC 4180), and what
/// is left moves together.
///
/// A quote inside a field that does not begin with one stands for itself, as for Python's csv module.
struct QuotedFields {
    enum Outcome: Equatable {
        case whole
        /// The record ends within quotes: with what follows it, call `take` again.
        case open
        /// Text stands between a closing quote and the separator, in the field of this number.
        case textBehindQuote(Int)
    }

    private enum Place { case start, plain, quoted, closed }

    private let separator: UInt8
    /// Whether several blanks in a row separate like one.
    private let joinsBlanks: Bool
    private var position = 0
    private var filled = 0
    private var place = Place.start
    /// Field `i` lies between `bounds[i]` and `bounds[i + 1] - 1`, once the record is whole.
    private(set) var bounds = [0]

    init(separator: UInt8) {
        self.separator = separator
        joinsBlanks = separator == UInt8(ascii: " ")
    }

    /// Goes on where it had come to in a record that was open.
    mutating func take(_ bytes: UnsafeMutableRawBufferPointer) -> Outcome {
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch place {
            case .start where byte == Self.quote: open()
            case .start, .plain: takePlain(byte, bytes)
            case .quoted: if byte == Self.quote { place = .closed } else { keep(byte, bytes) }
            case .closed:
                if byte == Self.quote {
                    keep(byte, bytes)
                    place = .quoted
                } else if separates(byte) {
                    endField(bytes)
                } else if byte != Self.space {
                    return .textBehindQuote(bounds.count - 1)
                }
            }
        }
        if place == .quoted { return .open }
        if !(joinsBlanks && place == .start && bounds.count > 1) { bounds.append(filled + 1) }
        return .whole
    }

    private static let quote = UInt8(ascii: "\"")
    private static let space = UInt8(ascii: " ")

    /// Spaces before a quote do not count.
    private mutating func open() {
        filled = bounds[bounds.count - 1]
        place = .quoted
    }

    private mutating func takePlain(_ byte: UInt8, _ bytes: UnsafeMutableRawBufferPointer) {
        if separates(byte) {
            if !(joinsBlanks && place == .start) { endField(bytes) }
        } else {
            keep(byte, bytes)
            if byte != Self.space { place = .plain }
        }
    }

    private func separates(_ byte: UInt8) -> Bool {
        byte == separator || joinsBlanks && byte == UInt8(ascii: "\t")
    }

    private mutating func keep(_ byte: UInt8, _ bytes: UnsafeMutableRawBufferPointer) {
        bytes[filled] = byte
        filled += 1
    }

    private mutating func endField(_ bytes: UnsafeMutableRawBufferPointer) {
        keep(separator, bytes)
        bounds.append(filled)
        place = .start
    }
}
