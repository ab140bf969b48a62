import Glibc

/// Memory that may not be there: a process can be held to less than the machine has (`ulimit -v`).
enum Memory {
    /// Whether the process could now take that many bytes more.
    static func hasRoom(for bytes: Int) -> Bool {
        let room = mmap(nil, max(bytes, 1), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
        guard room != MAP_FAILED else { return errno != ENOMEM }
        munmap(room, max(bytes, 1))
        return true
    }

    /// Zeros from the system, to be freed. Where it has none left no kernel could go on: the process says so and exits 1.
    static func zeros(bytes: Int) -> UnsafeMutableRawPointer {
        if let memory = calloc(bytes, 1) { return memory }
        let command = CommandLine.arguments[0].split(separator: "/").last ?? "vaeutils"
        let problem = "no memory is left for \(bytes) bytes more: try a smaller model or --batch, or a higher limit"
        let text = "\(command): \(problem)\n"
        write(STDERR_FILENO, text, text.utf8.count)
        exit(1)
    }
}
