import Glibc
import Synchronization

/// Memory that may not be there: a process can be held to less than the machine has (`ulimit -v`).
public enum Memory {
    /// Whether the process could now take that many bytes more.
    public static func hasRoom(for bytes: Int) -> Bool {
        let room = mmap(nil, max(bytes, 1), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
        guard room != MAP_FAILED else { return errno != ENOMEM }
        munmap(room, max(bytes, 1))
        return true
    }

    /// Bytes that the machine has in all.
    public static let installed = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))

    /// Ends the process for a reason, which is one line.
    public typealias End = @Sendable (_ problem: String) -> Never

    private static let end = Mutex<End> { preconditionFailure($0) }

    /// Says how the process is to end where memory is refused to work that cannot go on without it, and that has no one to
    /// throw an error to. Commands end with a line of theirs; where no one says how, it is a trap.
    public static func whenRefused(_ end: @escaping End) { self.end.withLock { $0 = end } }

    /// Ends the process as `whenRefused` was told.
    public static func isRefused(_ problem: String) -> Never { end.withLock { $0 }(problem) }
}
