extension JSON {
    /// Parses one value with nothing but white space round it. Throws `JSONError`: a key given twice is an error too.
    public init(parsing text: String) throws {
        try self.init(parsing: Array(text.utf8))
    }

    /// Parses UTF-8 text; see `init(parsing:)`.
    public init(parsing bytes: [UInt8]) throws {
        var parser = JSONParser(bytes)
        self = try parser.document()
    }
}

/// A strict recursive-descent parser (RFC 8259), limited in depth so that no input exhausts the stack.
struct JSONParser {
    static let depthLimit = 64
    private let bytes: [UInt8]
    private var index = 0
    private var depth = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func document() throws -> JSON {
        let value = try value()
        skipSpace()
        if index < bytes.count { throw failure(.trailingData) }
        return value
    }

    private func failure(_ reason: JSONError.Reason) -> JSONError { JSONError(offset: index, reason: reason) }

    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }

    private mutating func take(_ character: Character) throws {
        guard let byte = current else { throw failure(.ended) }
        guard byte == character.asciiValue else { throw failure(.unexpected) }
        index += 1
    }

    /// Takes `character` if it comes next, after white space.
    private mutating func takes(_ character: Character) -> Bool {
        skipSpace()
        guard let byte = current, byte == character.asciiValue else { return false }
        index += 1
        return true
    }

    private mutating func value() throws -> JSON {
        skipSpace()
        guard let byte = current else { throw failure(.ended) }
        switch byte {
        case UInt8(ascii: "{"): return try nested { try $0.object() }
        case UInt8(ascii: "["): return try nested { try $0.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw failure(.unexpected)
        }
    }

    private mutating func nested(_ body: (inout JSONParser) throws -> JSON) throws -> JSON {
        if depth == Self.depthLimit { throw failure(.tooDeep) }
        depth += 1
        index += 1
        defer { depth -= 1 }
        return try body(&self)
    }

    private mutating func object() throws -> JSON {
        var object = JSONObject()
        if takes("}") { return .object(object) }
        repeat {
            skipSpace()
            let start = index
            let key = try string()
            if object[key] != nil { throw JSONError(offset: start, reason: .duplicateKey(key)) }
            skipSpace()
            try take(":")
            object[key] = try value()
        } while takes(",")
        try take("}")
        return .object(object)
    }

    private mutating func array() throws -> JSON {
        var elements: [JSON] = []
        if takes("]") { return .array(elements) }
        repeat { elements.append(try value()) } while takes(",")
        try take("]")
        return .array(elements)
    }

    private mutating func word(_ text: String, _ value: JSON) throws -> JSON {
        for character in text { try take(character) }
        return value
    }

    private mutating func digits() throws {
        let start = index
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
        if index == start { throw failure(.badNumber) }
    }

    private mutating func number() throws -> JSON {
        let start = index
        if current == UInt8(ascii: "-") { index += 1 }
        if current == UInt8(ascii: "0") { index += 1 } else { try digits() }
        let wholeEnd = index
        if current == UInt8(ascii: ".") {
            index += 1
            try digits()
        }
        if let byte = current, byte | 0x20 == UInt8(ascii: "e") {
            index += 1
            if let sign = current, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { index += 1 }
            try digits()
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        // An integer has no negative zero.
        if index == wholeEnd, text != "-0", let integer = Int(text) { return .integer(integer) }
        guard let value = NumberText.double(text) else { throw failure(.badNumber) }
        return .number(value)
    }

    private mutating func string() throws -> String {
        try take("\"")
        var text: [UInt8] = []
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                guard let result = String(validating: text, as: UTF8.self) else { throw failure(.badString) }
                index += 1
                return result
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw failure(.badString)
            default:
                text.append(byte)
                index += 1
            }
        }
        throw failure(.ended)
    }

    private mutating func escape(into text: inout [UInt8]) throws {
        index += 1
        guard let byte = current else { throw failure(.ended) }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "u"): try unicodeEscape(into: &text)
        default: throw failure(.badString)
        }
    }

    private mutating func unicodeEscape(into text: inout [UInt8]) throws {
        var code = try hexadecimal()
        if (0xD800..<0xDC00).contains(code) {
            try take("\\")
            try take("u")
            let low = try hexadecimal()
            guard (0xDC00..<0xE000).contains(low) else { throw failure(.badString) }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw failure(.badString) }
        text.append(contentsOf: Character(scalar).utf8)
    }

    private mutating func hexadecimal() throws -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current else { throw failure(.ended) }
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw failure(.badString) }
            code = code << 4 | UInt32(truncatingIfNeeded: digit)
            index += 1
        }
        return code
    }
}
