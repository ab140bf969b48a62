/// Names of files in a list, one on each line or each ended by a zero byte; bytes that need not be UTF-8.
public struct PathList {
    /// The system takes no longer path.
    private static let longest = 4096

    private let input: ByteReader
    private let separator: UInt8
    private var buffer: ArraySlice<UInt8> = []
    private var count = 0

    public init(_ input: ByteReader, separator: UInt8 = UInt8(ascii: "\n")) {
        self.input = input
        self.separator = separator
    }

    public var name: String { input.name }

    /// The next name; nil after the last. Empty ones are passed over. Throws `PathListError` or what reading throws.
    public mutating func next() throws -> [UInt8]? {
        while true {
            let end = try nextSeparator()
            let path = buffer[..<(end ?? buffer.endIndex)]
            buffer = end.map { buffer[($0 + 1)...] } ?? []
            count += 1
            if path.count >= Self.longest { throw PathListError.tooLong(list: name, number: count) }
            if separator != 0, path.contains(0) { throw PathListError.zeroByte(list: name, number: count) }
            if !path.isEmpty { return Array(path) }
            if end == nil { return nil }
        }
    }

    /// All that are left, as text.
    public mutating func texts() throws -> [String] {
        var texts: [String] = []
        while let name = try next() { texts.append(FileName.text(name)) }
        return texts
    }

    /// Where the next name ends; nil when that is at the end of the list, or nowhere near.
    private mutating func nextSeparator() throws -> Int? {
        var searched = buffer.startIndex
        while true {
            if let found = buffer[searched...].firstIndex(of: separator) { return found }
            if buffer.count >= Self.longest { return nil }
            let known = buffer.count
            var more = [UInt8](repeating: 0, count: 1 << 14)
            let read = try more.withUnsafeMutableBytes { try input.read(into: $0) }
            if read == 0 { return nil }
            buffer = Array(buffer)[...] + more[..<read]
            searched = buffer.startIndex + known
        }
    }
}

/// A list with something in it that is no name of a file.
public enum PathListError: Error, CustomStringConvertible {
    case tooLong(list: String, number: Int)
    case zeroByte(list: String, number: Int)

    public var description: String {
        switch self {
        case .tooLong(let list, let number): "\(list): line \(number): too long for the name of a file"
        case .zeroByte(let list, let number):
            "\(list): line \(number): a zero byte in a name: is the list for img2idx --null?"
        }
    }
}
