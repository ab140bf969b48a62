import Glibc

/// The state a process inherits, put as a command expects it.
public enum Process {
    static func prepare() {
        holdStandardDescriptors()
        signal(SIGPIPE, SIG_DFL)
        // A file that reaches `ulimit -f` is a failed write with its message, not a death without one.
        signal(SIGXFSZ, SIG_IGN)
        var pipe = sigset_t()
        sigemptyset(&pipe)
        sigaddset(&pipe, SIGPIPE)
        sigprocmask(SIG_UNBLOCK, &pipe, nil)
    }

    /// Ends the process with a message and exit code 1, and waits for no thread: some may wait for memory.
    static func endAtOnce(_ message: String) -> Never {
        StandardError.write(line: message)
        _exit(1)
    }

    /// Ends a process of several, of which another says what failed, and has the exit status of that.
    public static func endQuietly() -> Never { exit(0) }

    /// A descriptor closed by the parent (`>&-`) must not become the next file opened, which would then receive messages
    /// or data meant for it. It is taken by one whose every use fails as on a closed one.
    private static func holdStandardDescriptors() {
        for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 {
            _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
        }
    }
}
