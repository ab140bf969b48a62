/// The first lines of JSON that is given where a table is wanted.
enum JSONStart {
    /// Whether the lines open an object or an array (RFC 8259, section 2) and are no table: tabs stand before the first bracket
    /// at most, and behind it what may stand there in JSON, so that a column may be called `[nats]`.
    ///
    /// - Parameter second: reads the second line; nil where there is none.
    static func isOne(_ first: [UInt8], second: () throws -> [UInt8]?) rethrows -> Bool {
        let line = first.drop(while: isBlank)
        guard let bracket = line.first, !line.contains(UInt8(ascii: "\t")) else { return false }
        let behind = bracket == UInt8(ascii: "{") ? "\"}" : bracket == UInt8(ascii: "[") ? "\"{[]-0123456789" : ""
        if behind.isEmpty { return false }
        let next = try line.dropFirst().first { !isBlank($0) } ?? second()?.first { !isBlank($0) }
        return next.map(behind.utf8.contains) ?? false
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
