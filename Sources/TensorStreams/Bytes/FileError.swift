import Glibc

/// A system call on a file that failed: which file, what was tried, and what the system said.
public struct FileError: Error, Equatable, CustomStringConvertible {
    public let name: String
    public let action: String
    /// The value of `errno`.
    public let code: Int32

    public init(name: String, action: String, code: Int32 = errno) {
        self.name = name
        self.action = action
        self.code = code
    }

    public var description: String {
        if code == EISDIR, action == "read" {
            return "\(name): it is a folder, but a file is expected: "
                + "'img2idx FOLDER' makes a tensor stream of the pictures in one"
        }
        let reason = strerror(code).map { String(cString: $0) } ?? "error \(code)"
        // What reads and writes fail of says it all.
        return ["read", "write"].contains(action) ? "\(name): \(reason)" : "\(name): cannot \(action): \(reason)"
    }
}

/// Repeats a system call that a signal interrupted; -1 is the error.
package func retrying(_ call: () -> Int) -> Int {
    while true {
        let result = call()
        if result != -1 || errno != EINTR { return result }
    }
}
