import Glibc
import TensorStreams

/// Which file a path leads to, whatever it is called: a regular one, that an output could take the place of.
public struct FileIdentity: Equatable {
    private let device: UInt
    private let node: UInt

    /// nil where there is no regular file.
    public init?(_ path: String) {
        var status = stat()
        guard stat(FileName.bytes(path), &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        device = UInt(status.st_dev)
        node = UInt(status.st_ino)
    }

    /// The same; `-` is what standard input is redirected from.
    init?(input path: String) { self.init(path == "-" ? "/dev/stdin" : path) }
}
