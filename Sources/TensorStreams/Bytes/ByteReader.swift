import Glibc

/// Bytes of a file or of standard input, in order; gzip data, known by its magic bytes, is unpacked on the way.
///
/// Large reads of plain data go straight from the system into the caller's memory.
public final class ByteReader {
    /// The path, or `standard input`: how messages call it.
    public let name: String
    /// Negative for bytes in memory and for what another reader makes of its bytes.
    private let descriptor: Int32
    /// What another reader makes of its bytes.
    private let source: ((UnsafeMutableRawBufferPointer) throws -> Int)?
    private let closesDescriptor: Bool
    private let buffer: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    private var encoding = Encoding.unknown
    /// Unpacked bytes that were looked at before their turn.
    private var ahead: [UInt8] = []
    /// Asked when a signal interrupts the wait for more bytes: yes ends the read with `FileError`, no goes on waiting.
    public var endsWaiting: () -> Bool = { false }

    private enum Encoding {
        case unknown
        case plain
        case gzip(Inflater)
        case betweenMembers(Inflater)
        case ended
    }

    /// Reads from an open descriptor, which stays open.
    public convenience init(descriptor: Int32, name: String) {
        self.init(descriptor: descriptor, name: name, closes: false)
    }

    private init(descriptor: Int32, name: String, closes: Bool) {
        self.name = name
        source = nil
        self.descriptor = descriptor
        closesDescriptor = closes
        buffer = .allocate(byteCount: 1 << 17, alignment: 64)
    }

    /// Reads what another reader makes of its bytes: `source` writes at least one byte, or returns 0 at the end.
    package init(name: String, source: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) {
        self.name = name
        self.source = source
        descriptor = -1
        closesDescriptor = false
        buffer = .allocate(byteCount: 1 << 17, alignment: 64)
    }

    /// Reads bytes that are in memory already.
    public init(_ bytes: [UInt8], name: String) {
        self.name = name
        source = nil
        descriptor = -1
        closesDescriptor = false
        buffer = .allocate(byteCount: max(bytes.count, 1), alignment: 64)
        buffer.copyBytes(from: bytes)
        end = bytes.count
    }

    deinit {
        buffer.deallocate()
        if closesDescriptor { close(descriptor) }
    }

    public static func standardInput() -> ByteReader {
        ByteReader(descriptor: STDIN_FILENO, name: "standard input")
    }

    /// Opens the file at `path`; `-` is standard input. Throws `FileError`.
    public static func open(_ path: String) throws -> ByteReader {
        if path == "-" { return standardInput() }
        let descriptor = Int32(
            truncatingIfNeeded: retrying { Int(Glibc.open(FileName.bytes(path), O_RDONLY | O_CLOEXEC)) })
        if descriptor < 0 { throw FileError(name: path, action: "open") }
        return ByteReader(descriptor: descriptor, name: path, closes: true)
    }

    /// Reads at least one byte and at most `target.count`; 0 is the end of the input.
    /// Throws `FileError` or `GzipError`.
    public func read(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        if target.isEmpty { return 0 }
        if !ahead.isEmpty { return takeAhead(into: target) }
        while true {
            switch encoding {
            case .unknown: try detectEncoding()
            case .plain: return try readPlain(into: target)
            case .betweenMembers(let inflater): try beginMember(inflater)
            case .ended: return 0
            case .gzip(let inflater):
                let produced = try readMember(inflater, into: target)
                if produced > 0 { return produced }
            }
        }
    }

    /// Reads until `target` is full or the input ends; returns the bytes read.
    public func fill(_ target: UnsafeMutableRawBufferPointer) throws -> Int {
        var filled = 0
        while filled < target.count {
            let read = try read(into: UnsafeMutableRawBufferPointer(rebasing: target[filled...]))
            if read == 0 { break }
            filled += read
        }
        return filled
    }

    /// The next `count` bytes, or fewer where the input ends. Memory grows with what is there, not with `count`.
    public func bytes(_ count: Int) throws -> [UInt8] {
        let chunk = 1 << 24
        var result = try piece(min(count, chunk))
        while result.count < count {
            if result.count >= chunk, result.count + chunk > result.capacity {
                try requireRoom(2 * (result.capacity + chunk))
            }
            let more = try piece(min(count - result.count, chunk))
            if more.isEmpty { break }
            result.append(contentsOf: more)
        }
        return result
    }

    /// The next bytes, at most so many, as soon as there are any; none at the end.
    package func some(atMost count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { target, filled in
            let bytes = UnsafeMutableRawBufferPointer(target)
            filled = try read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<count]))
        }
    }

    /// Whether the input, as it is stored, goes on with these few bytes; none of them is passed over.
    public func startsWith(_ prefix: [UInt8]) throws -> Bool {
        while end - start < prefix.count, try refill() > 0 {}
        return buffer[start..<end].starts(with: prefix)
    }

    /// Whether the input, unpacked, goes on with these few bytes; none of them is passed over.
    public func unpackedStartsWith(_ prefix: [UInt8]) throws -> Bool {
        try unpackedBeginning(prefix.count).starts(with: prefix)
    }

    /// The next few bytes of the input, unpacked; none of them is passed over.
    func unpackedBeginning(_ count: Int) throws -> [UInt8] {
        if case .unknown = encoding { try detectEncoding() }
        if case .plain = encoding {
            while end - start < count, try refill() > 0 {}
            return Array(buffer[start..<min(end, start + count)])
        }
        let known = ahead
        ahead = []
        ahead = known + (try piece(max(0, count - known.count)))
        return Array(ahead.prefix(count))
    }

    private func takeAhead(into target: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(target.count, ahead.count)
        target.copyBytes(from: ahead.prefix(count))
        ahead.removeFirst(count)
        return count
    }

    /// Passes over `count` bytes, by seeking where the input can; returns how many there were (a regular file that is
    /// plain is trusted to its size).
    public func skip(_ count: Int) throws -> Int {
        if case .unknown = encoding { try detectEncoding() }
        var left = count
        if case .plain = encoding {
            let buffered = min(left, end - start)
            start += buffered
            left -= buffered
            if left > 0, let remaining = try remainingInFile() {
                let step = min(left, remaining)
                if step > 0, retrying({ lseek(descriptor, step, SEEK_CUR) }) < 0 {
                    throw FileError(name: name, action: "seek")
                }
                return count - left + step
            }
        }
        while left > 0 {
            let passed = try piece(min(left, 1 << 16)).count
            if passed == 0 { break }
            left -= passed
        }
        return count - left
    }

    /// The bytes still to come where that is known: a regular file that is not compressed.
    public func remainingBytes() throws -> Int? {
        if case .unknown = encoding { try detectEncoding() }
        guard case .plain = encoding, let remaining = try remainingInFile() else { return nil }
        return remaining + end - start
    }

    /// An array that grows beyond a limit to memory (`ulimit -v`) would end the process: see first whether it can.
    private func requireRoom(_ count: Int) throws {
        guard Memory.hasRoom(for: count) else { throw FileError(name: name, action: "read", code: ENOMEM) }
    }

    private func piece(_ count: Int) throws -> [UInt8] {
        // Smaller ones come too often to ask for.
        if count >= 1 << 20 { try requireRoom(2 * count) }
        return try [UInt8](unsafeUninitializedCapacity: count) { target, filled in
            filled = try fill(UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(target)[..<count]))
        }
    }

    // MARK: Plain data

    private func readPlain(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        if start == end {
            if target.count >= buffer.count { return try systemRead(into: target) }
            if try refill() == 0 { return 0 }
        }
        let count = min(target.count, end - start)
        target.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[start..<start + count]))
        start += count
        return count
    }

    /// Bytes of a regular file after the system's offset; nil for pipes, terminals and devices.
    private func remainingInFile() throws -> Int? {
        if source != nil { return nil }
        if descriptor < 0 { return 0 }
        var status = stat()
        if fstat(descriptor, &status) != 0 { throw FileError(name: name, action: "examine") }
        guard status.st_mode & S_IFMT == S_IFREG else { return nil }
        let offset = retrying { lseek(descriptor, 0, SEEK_CUR) }
        return offset < 0 ? nil : max(0, Int(status.st_size) - offset)
    }

    private func systemRead(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        if let source { return try source(target) }
        if descriptor < 0 { return 0 }
        while true {
            let count = Glibc.read(descriptor, target.baseAddress, min(target.count, 1 << 30))
            if count >= 0 { return count }
            if errno != EINTR || endsWaiting() { throw FileError(name: name, action: "read") }
        }
    }

    /// Reads more behind what is buffered (moved to the front first); returns the bytes read.
    private func refill() throws -> Int {
        if start > 0 {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
            end -= start
            start = 0
        }
        let read = try systemRead(into: UnsafeMutableRawBufferPointer(rebasing: buffer[end...]))
        end += read
        return read
    }

    // MARK: Gzip

    private func detectEncoding() throws {
        while end - start < 2, try refill() > 0 {}
        guard end - start >= 2, buffer[start] == 0x1F, buffer[start + 1] == 0x8B else {
            encoding = .plain
            return
        }
        while end - start < 10, try refill() > 0 {}
        // A safetensors file whose header is 0x…088B1F bytes begins like gzip too, but has its brace at byte 8.
        let isSafetensors = end - start >= 9 && buffer[start + 8] == UInt8(ascii: "{")
        let isDeflate = end - start < 3 || buffer[start + 2] == 8
        encoding = isDeflate && !isSafetensors ? .gzip(try Inflater(name: name)) : .plain
    }

    private func readMember(_ inflater: Inflater, into target: UnsafeMutableRawBufferPointer) throws -> Int {
        if start == end, try refill() == 0 { throw GzipError(name: name, reason: .cut) }
        let step = try inflater.inflate(UnsafeRawBufferPointer(rebasing: buffer[start..<end]), into: target)
        start += step.consumed
        if step.endOfMember { encoding = .betweenMembers(inflater) }
        return step.produced
    }

    /// After a member comes another, or zero padding (as from tapes), or the end.
    private func beginMember(_ inflater: Inflater) throws {
        while end - start < 2, try refill() > 0 {}
        if end - start >= 2, buffer[start] == 0x1F, buffer[start + 1] == 0x8B {
            inflater.reset()
            encoding = .gzip(inflater)
            return
        }
        repeat {
            guard buffer[start..<end].allSatisfy({ $0 == 0 }) else {
                throw GzipError(name: name, reason: .trailingData)
            }
            start = end
        } while try refill() > 0
        encoding = .ended
    }
}
