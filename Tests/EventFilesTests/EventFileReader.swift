import EventFiles
import TestSupport

/// Reads event files back, strictly: what does not fit is a `TestProblem`. Written without the writer's code but for the
/// checksum, which has tests of its own.
struct EventFileReader {
    /// The number of a field, and its value: a varint, the bytes of a fixed width, or bytes of a length.
    typealias Field = (number: Int, value: Value)

    enum Value: Equatable {
        case varint(UInt64)
        case bytes([UInt8])
    }

    /// The data of the whole records; throws where one is damaged, stops where the last is cut.
    static func records(_ file: [UInt8]) throws -> [[UInt8]] {
        var records: [[UInt8]] = []
        var rest = file[...]
        while rest.count >= 12 {
            let length = Int(number(rest.prefix(8)))
            guard CRC32C.masked(rest.prefix(8)) == UInt32(number(rest.dropFirst(8).prefix(4))) else {
                throw TestProblem("record \(records.count): the checksum of its length is wrong")
            }
            guard length <= rest.count - 16 else { break }
            let data = rest.dropFirst(12).prefix(length)
            guard CRC32C.masked(data) == UInt32(number(rest.dropFirst(12 + length).prefix(4))) else {
                throw TestProblem("record \(records.count): the checksum of its data is wrong")
            }
            records.append(Array(data))
            rest = rest.dropFirst(length + 16)
        }
        return records
    }

    static func fields(_ message: [UInt8]) throws -> [Field] {
        var fields: [Field] = []
        var rest = message[...]
        while !rest.isEmpty {
            let key = try varint(&rest)
            let value: Value
            switch key & 7 {
            case 0: value = .varint(try varint(&rest))
            case 1: value = .bytes(try take(8, &rest))
            case 2: value = .bytes(try take(Int(try varint(&rest)), &rest))
            case 5: value = .bytes(try take(4, &rest))
            default: throw TestProblem("wire type \(key & 7)")
            }
            fields.append((Int(key >> 3), value))
        }
        return fields
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func varint(_ rest: inout ArraySlice<UInt8>) throws -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 7) {
            guard let byte = rest.popFirst() else { throw TestProblem("a varint is cut") }
            value |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte & 0x80 == 0 { return value }
        }
        throw TestProblem("a varint of more than ten bytes")
    }

    private static func take(_ count: Int, _ rest: inout ArraySlice<UInt8>) throws -> [UInt8] {
        guard rest.count >= count else { throw TestProblem("\(count) bytes expected, \(rest.count) there") }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }
}
