import Glibc
import TensorStreams

/// The words of the command line, read where the system keeps them.
///
/// Swift's own `CommandLine.arguments` comes from the same place, but is silently empty when reading fails, and a command
/// would then do something other than what it was told.
enum CommandLineWords {
    /// The words after the command's name. Throws `Failure` where `/proc` is of no help and Swift has no words either.
    static func read() throws -> [String] {
        guard let bytes = contents(of: "/proc/self/cmdline"), !bytes.isEmpty else {
            let words = CommandLine.arguments
            if words.isEmpty { throw Failure("the command line cannot be read: is /proc mounted?") }
            return Array(words.dropFirst())
        }
        let words = bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast()
        return words.dropFirst().map { FileName.text($0) }
    }

    private static func contents(of path: String) -> [UInt8]? {
        var descriptor = open(path, O_RDONLY | O_CLOEXEC)
        while descriptor < 0, errno == EINTR { descriptor = open(path, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 12)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { return nil }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }
}
