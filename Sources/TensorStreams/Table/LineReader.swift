import Glibc

/// Lines of text from a byte reader, without their ends; a line of more than `limit` bytes is an error, so that memory
/// stays bounded whatever comes.
struct LineReader {
    static let limit = 1 << 24
    private let bytes: ByteReader
    private var buffer = [UInt8](repeating: 0, count: 1 << 17)
    private var start = 0
    private var end = 0
    private var hasEnded = false
    /// Number of the line last read, from 1.
    private(set) var line = 0

    init(_ bytes: ByteReader) {
        self.bytes = bytes
    }

    var name: String { bytes.name }

    /// Where the next line stands in the buffer; nil at the end of the input. LF and CRLF end a line; the last needs
    /// neither.
    mutating func next() throws -> Range<Int>? { try line(behind: 0) }

    /// The line that was returned last and the one behind it, as one, with the line end that is between them; nil where
    /// there is no other.
    mutating func extended(_ range: Range<Int>) throws -> Range<Int>? {
        let length = start - range.lowerBound
        start = range.lowerBound
        return try line(behind: length)
    }

    /// The next line, of which so many bytes are known and end lines of their own.
    private mutating func line(behind known: Int) throws -> Range<Int>? {
        var searched = start + known
        while true {
            if let newline = find(from: searched) {
                defer { start = newline + 1 }
                return trimmed(start..<newline)
            }
            searched = end
            if hasEnded {
                guard start + known < end else { return nil }
                defer { start = end }
                return trimmed(start..<end)
            }
            searched -= start
            try refill()
            searched += start
        }
    }

    /// The first bytes of the input, until a second line has been asked for.
    var beginning: ArraySlice<UInt8> { buffer[..<min(end, FileKind.length)] }

    /// The bytes of a line that `next()` returned last.
    func withBytes<Result>(_ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try buffer.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    /// Those, and all that have been read from the first of them on.
    func withBytes<Result>(
        fromStartOf range: Range<Int>,
        _ body: (_ line: UnsafeRawBufferPointer, _ known: UnsafeRawBufferPointer) -> Result
    ) -> Result {
        withBytes(range.lowerBound..<end) { body(UnsafeRawBufferPointer(rebasing: $0[..<range.count]), $0) }
    }

    /// The same, to be rewritten in place.
    mutating func withMutableBytes<Result>(
        _ range: Range<Int>, _ body: (UnsafeMutableRawBufferPointer) -> Result
    ) -> Result {
        buffer.withUnsafeMutableBytes { body(UnsafeMutableRawBufferPointer(rebasing: $0[range])) }
    }

    private mutating func trimmed(_ range: Range<Int>) -> Range<Int> {
        line += 1
        let hasReturn = !range.isEmpty && buffer[range.upperBound - 1] == UInt8(ascii: "\r")
        return hasReturn ? range.lowerBound..<range.upperBound - 1 : range
    }

    private func find(from position: Int) -> Int? {
        buffer.withUnsafeBytes { raw in
            guard position < end, let base = raw.baseAddress,
                let found = memchr(base + position, 10, end - position)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    private mutating func refill() throws {
        if start > 0 {
            buffer.withUnsafeMutableBytes { raw in
                guard let base = raw.baseAddress else { return }
                memmove(base, base + start, end - start)
            }
            end -= start
            start = 0
        }
        if end == buffer.count {
            guard buffer.count < Self.limit else {
                throw TableError(name: name, line: line + 1, reason: .lineTooLong(limit: Self.limit))
            }
            buffer.append(contentsOf: repeatElement(0, count: buffer.count))
        }
        let filled = end
        let read = try buffer.withUnsafeMutableBytes {
            try bytes.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[filled...]))
        }
        end += read
        hasEnded = read == 0
    }
}
