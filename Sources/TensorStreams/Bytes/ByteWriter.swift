import Glibc

/// Bytes on their way to standard output or to a file.
///
/// A named regular file appears only when `finish()` returns; dropped before that, nothing is left. Other targets
/// (devices, FIFOs) are written as they are.
public final class ByteWriter {
    /// The path, or `standard output`: how messages call it.
    public let name: String
    /// Whether bytes already written can be changed: a regular file that is not open for appending.
    public let isSeekable: Bool
    /// Bytes written so far.
    public private(set) var position = 0
    private let descriptor: Int32
    private let file: OutputFile?
    private var group: OutputGroup?
    private let closesDescriptor: Bool
    /// Where in the file the first byte went.
    private let origin: Int
    private var pending: [UInt8] = []
    private var isFinished = false
    private var hasEnlargedPipe = false
    private static let capacity = 1 << 16

    private init(descriptor: Int32, name: String, file: OutputFile?, closes: Bool) {
        self.descriptor = descriptor
        self.name = name
        self.file = file
        closesDescriptor = closes
        var status = stat()
        let isRegular = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        let isAppending = fcntl(descriptor, F_GETFL) & O_APPEND != 0
        let offset = retrying { lseek(descriptor, 0, SEEK_CUR) }
        isSeekable = isRegular && !isAppending && offset >= 0
        origin = max(0, offset)
        pending.reserveCapacity(Self.capacity)
    }

    deinit {
        if closesDescriptor, !isFinished { close(descriptor) }
    }

    public static func standardOutput() -> ByteWriter {
        ByteWriter(descriptor: STDOUT_FILENO, name: "standard output", file: nil, closes: false)
    }

    /// Begins the file at `path`; `-` is standard output. Throws `FileError`.
    public static func create(_ path: String) throws -> ByteWriter { try create(path, in: nil) }

    /// - Parameter group: the outputs that a named file is to appear with.
    static func create(_ path: String, in group: OutputGroup?) throws -> ByteWriter {
        if path == "-" || path == "/dev/stdout" { return standardOutput() }
        var status = stat()
        let exists = stat(FileName.bytes(path), &status) == 0
        if exists, status.st_mode & S_IFMT != S_IFREG || isOutsideFileSystem(path) {
            let descriptor = retrying { Int(open(FileName.bytes(path), O_WRONLY | O_TRUNC | O_CLOEXEC)) }
            if descriptor < 0 { throw FileError(name: path, action: "create") }
            return ByteWriter(descriptor: Int32(truncatingIfNeeded: descriptor), name: path, file: nil, closes: true)
        }
        if exists, access(FileName.bytes(path), W_OK) != 0 { throw FileError(name: path, action: "create") }
        let file = try OutputFile(path: path, existing: exists ? status : nil)
        let writer = ByteWriter(descriptor: file.descriptor, name: path, file: file, closes: false)
        writer.group = group
        return writer
    }

    /// Opens the file at `path` to be watched while it grows (a log): it keeps its first `length` bytes, loses the rest,
    /// and what is written goes behind them, in place. Throws `FileError`.
    public static func grow(_ path: String, from length: Int = 0) throws -> ByteWriter {
        if path == "-" || path == "/dev/stdout" { return standardOutput() }
        let descriptor = retrying { Int(open(FileName.bytes(path), O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)) }
        if descriptor < 0 { throw FileError(name: path, action: "create") }
        let file = Int32(truncatingIfNeeded: descriptor)
        // Pipes and devices have no length to set.
        if ftruncate(file, length) == 0 { lseek(file, length, SEEK_SET) }
        return ByteWriter(descriptor: file, name: path, file: nil, closes: true)
    }

    /// Whether what is written to `path` appears there whole, in the place of what was there before: named regular files
    /// do (and folders refuse). Pipes, devices and open descriptors get every byte as it comes.
    public static func replaces(_ path: String) -> Bool {
        if path == "-" || path == "/dev/stdout" || isOutsideFileSystem(path) { return false }
        var status = stat()
        return stat(FileName.bytes(path), &status) != 0 || [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
    }

    /// Paths that stand for open descriptors cannot be renamed onto.
    private static func isOutsideFileSystem(_ path: String) -> Bool {
        path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/")
    }

    public func write(_ bytes: UnsafeRawBufferPointer) throws {
        position += bytes.count
        if pending.count + bytes.count > Self.capacity { try flush() }
        if bytes.count >= Self.capacity {
            enlargePipe()
            try writeAll(bytes)
        } else {
            pending.append(contentsOf: bytes)
        }
    }

    public func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try write($0) }
    }

    /// Writes text as UTF-8.
    public func write(_ text: String) throws {
        var text = text
        try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
    }

    /// Replaces bytes already written, counted from the first; only where `isSeekable`.
    public func overwrite(_ bytes: [UInt8], at position: Int) throws {
        try flush()
        try bytes.withUnsafeBytes { source in
            var done = 0
            while done < source.count {
                let target = origin + position + done
                let wrote = retrying {
                    pwrite(descriptor, source.baseAddress.map { $0 + done }, source.count - done, target)
                }
                if wrote < 0 { throw FileError(name: name, action: "write") }
                done += wrote
            }
        }
    }

    /// Hands everything written so far to the system.
    public func flush() throws {
        guard !pending.isEmpty else { return }
        try pending.withUnsafeBytes { try writeAll($0) }
        pending.removeAll(keepingCapacity: true)
    }

    /// Writes what is left, checks it, and puts a named file at its path, or in wait for those that it is to appear with.
    public func finish() throws {
        guard !isFinished else { return }
        try flush()
        isFinished = true
        if let file, let group {
            group.add(file)
        } else if let file {
            try file.sync()
            try file.appear()
        }
        if closesDescriptor, close(descriptor) != 0, errno != EINTR { throw FileError(name: name, action: "write") }
    }

    /// A pipe that holds more lets both its ends work longer at a time. Where the system refuses, it stays as it is.
    private func enlargePipe() {
        guard !hasEnlargedPipe else { return }
        hasEnlargedPipe = true
        _ = fcntl(descriptor, Self.setPipeSize, 1 << 20)
    }

    /// `F_SETPIPE_SZ` of Linux.
    private static let setPipeSize: Int32 = 1031

    private func writeAll(_ bytes: UnsafeRawBufferPointer) throws {
        var done = 0
        while done < bytes.count {
            let wrote = retrying {
                Glibc.write(descriptor, bytes.baseAddress.map { $0 + done }, min(bytes.count - done, 1 << 30))
            }
            if wrote < 0 { throw FileError(name: name, action: "write") }
            done += wrote
        }
    }
}
