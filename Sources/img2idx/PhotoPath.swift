import Glibc
import TensorStreams

/// The path of a file as the system knows it: bytes that need not be UTF-8.
struct PhotoPath: Sendable {
    let bytes: [UInt8]

    init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    /// How messages call the file.
    var name: String { FileName.text(bytes) }

    /// The path of a file in this folder.
    func appending(_ name: [UInt8]) -> PhotoPath {
        PhotoPath(bytes.last == UInt8(ascii: "/") ? bytes + name : bytes + [UInt8(ascii: "/")] + name)
    }

    /// Opens the file for as long as `body` takes. Throws `FileError`.
    func reading<Result>(_ body: (ByteReader) throws -> Result) throws -> Result {
        let descriptor = withCString { path in
            while true {
                let descriptor = open(path, O_RDONLY | O_CLOEXEC)
                if descriptor >= 0 || errno != EINTR { return descriptor }
            }
        }
        if descriptor < 0 { throw FileError(name: name, action: "open") }
        defer { close(descriptor) }
        return try body(ByteReader(descriptor: descriptor, name: name))
    }

    func withCString<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) rethrows -> Result {
        try (bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { try body($0.baseAddress!) }
    }

    /// Whether a folder is there, behind a symbolic link too.
    var isFolder: Bool {
        var status = stat()
        return withCString { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
