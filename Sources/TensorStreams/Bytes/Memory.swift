import Glibc

/// Memory that may not be there: a process can be held to less than the machine has (`ulimit -v`).
public enum Memory {
    /// Whether the process could now take that many bytes more.
    public static func hasRoom(for bytes: Int) -> Bool {
        let room = mmap(nil, max(bytes, 1), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
        guard room != MAP_FAILED else { return errno != ENOMEM }
        munmap(room, max(bytes, 1))
        return true
    }

    /// Ends the process with one line and exit code 1, at once: threads that wait for memory are not waited for.
    public static func end(_ problem: String) -> Never {
        let command = CommandLine.arguments[0].split(separator: "/").last ?? "vaeutils"
        let text = "\(command): \(problem)\n"
        write(STDERR_FILENO, text, text.utf8.count)
        _exit(1)
    }
}
