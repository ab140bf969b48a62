import Glibc
import TensorStreams

/// The path of a file as the system knows it: bytes that need not be UTF-8.
struct PhotoPath: Sendable {
    let bytes: [UInt8]
    /// How many of them are the folder that was named, where the file was found in one.
    private let root: Int?

    init(_ bytes: some Sequence<UInt8>) { self.init(Array(bytes), root: nil) }

    private init(_ bytes: [UInt8], root: Int?) {
        self.bytes = bytes
        self.root = root
    }

    /// A folder that was named, where files are looked for.
    var asRoot: PhotoPath { PhotoPath(bytes, root: bytes.count) }

    /// The folder that stands for what is seen: the one that the file is in, or where a folder was named, that of the folders
    /// in it below which the file is (as in torchvision's ImageFolder); nil where there is none.
    var className: String? {
        let slash = UInt8(ascii: "/")
        let named = bytes[..<(root ?? 0)].split(separator: slash)
        let below = bytes[(root ?? 0)...].split(separator: slash).dropLast()
        guard let word = (root == nil ? below.last : below.first ?? named.last).map(Self.tableText) else { return nil }
        return [".", ".."].contains(word) ? nil : word
    }

    /// How messages call the file.
    var name: String { FileName.text(bytes) }

    /// The same for a table, where bytes that are no UTF-8 are written as messages show them: `\xff`.
    var tableName: String { Self.tableText(bytes) }

    private static func tableText(_ bytes: some Collection<UInt8>) -> String {
        FileName.text(bytes).unicodeScalars.map { scalar in
            FileName.byte(of: scalar).map { "\\x" + String($0, radix: 16) } ?? String(scalar)
        }.joined()
    }

    /// The path of a file in this folder.
    func appending(_ name: [UInt8]) -> PhotoPath {
        PhotoPath(bytes.last == UInt8(ascii: "/") ? bytes + name : bytes + [UInt8(ascii: "/")] + name, root: root)
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
    var isFolder: Bool { kind == S_IFDIR }

    /// Whether a regular file is there, and no pipe that nobody may write to.
    var isRegular: Bool { kind == S_IFREG }

    private var kind: mode_t {
        var status = stat()
        return withCString { stat($0, &status) } == 0 ? status.st_mode & S_IFMT : 0
    }
}
