/// Parses the one kind of Python literal that NPY headers hold: a dictionary of strings, booleans and tuples of sizes.
struct PythonDictionary {
    enum Value: Equatable {
        case string(String)
        case bool(Bool)
        case tuple([Int])
    }

    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// All entries; anything but white space after them is an error. Throws `NPYError.Reason`.
    mutating func entries() throws -> [String: Value] {
        var entries: [String: Value] = [:]
        guard takes("{") else { throw malformed }
        while !takes("}") {
            let key = try string()
            guard takes(":") else { throw malformed }
            // A list is a type with named fields, which has no counterpart here.
            if key == "descr", peek() == UInt8(ascii: "[") { throw NPYError.Reason.unsupportedType("with fields") }
            guard entries.updateValue(try value(), forKey: key) == nil else { throw malformed }
            if takes(",") { continue }
            guard peek() == UInt8(ascii: "}") else { throw malformed }
        }
        guard peek() == nil else { throw malformed }
        return entries
    }

    private var malformed: NPYError.Reason { .badHeader("not the dictionary that NumPy writes") }

    /// The next byte that is not white space.
    private mutating func peek() -> UInt8? {
        while index < bytes.count, bytes[index] == 0x20 || (9...13).contains(bytes[index]) { index += 1 }
        return index < bytes.count ? bytes[index] : nil
    }

    private mutating func takes(_ text: String) -> Bool {
        guard peek() != nil, bytes[index...].starts(with: text.utf8) else { return false }
        index += text.utf8.count
        return true
    }

    private mutating func value() throws -> Value {
        if takes("True") { return .bool(true) }
        if takes("False") { return .bool(false) }
        if takes("(") { return .tuple(try sizes()) }
        return .string(try string())
    }

    private mutating func string() throws -> String {
        guard let quote = peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""),
            let end = bytes[(index + 1)...].firstIndex(of: quote)
        else { throw malformed }
        defer { index = end + 1 }
        return String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
    }

    private mutating func sizes() throws -> [Int] {
        var sizes: [Int] = []
        while !takes(")") {
            sizes.append(try size())
            if !takes(","), peek() != UInt8(ascii: ")") { throw malformed }
        }
        return sizes
    }

    private mutating func size() throws -> Int {
        guard peek() != nil else { throw malformed }
        let digits = bytes[index...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        if digits.isEmpty { throw malformed }
        guard let size = Int(String(decoding: digits, as: UTF8.self)) else { throw NPYError.Reason.tooLarge }
        index += digits.count
        _ = takes("L")  // as Python 2 wrote long integers
        return size
    }
}
