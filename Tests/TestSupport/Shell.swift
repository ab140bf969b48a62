import Glibc

/// What a shell command left behind.
public struct Outcome: Sendable {
    public var standardOutput: [UInt8]
    public var standardError: String
    /// The exit code; 128 + the number of the signal that killed it; nil when it ran out of time.
    public var code: Int32?

    public var text: String { String(decoding: standardOutput, as: UTF8.self) }
}

/// Runs commands as a user would: through `sh -c`, in a fresh folder, with the built commands first in PATH.
public enum Shell {
    /// Runs a command line to its end, or for `limit` seconds, after which it and its children are killed.
    ///
    /// Standard input is `/dev/null`; every signal has its default action.
    public static func run(
        _ command: String, in folder: TemporaryFolder, limit: Double = 60, environment extra: [String: String] = [:]
    ) throws -> Outcome {
        let scratch = try TemporaryFolder()
        let (output, errors) = (scratch.path + "/out", scratch.path + "/err")
        var environment = Self.environment(home: scratch.path)
        for (name, value) in extra { environment[name] = value }
        let child = try spawn(
            ["/bin/sh", "-c", "cd \"$0\" && exec /bin/sh -c \"$1\"", folder.path, command], output: output,
            errors: errors,
            environment: environment.map { "\($0)=\($1)" })
        let code = wait(for: child, limit: limit)
        return Outcome(
            standardOutput: File.bytes(output) ?? [],
            standardError: String(decoding: File.bytes(errors) ?? [], as: UTF8.self), code: code)
    }

    /// What a command sees: nothing of the user's caches, mirrors or locale, but what a sanitizer is told. A virtual
    /// environment of Python's that is active has the packages that some tests want; the user's own PATH comes last, for
    /// the compiler.
    private static func environment(home: String) -> [String: String] {
        let python = inherited("VIRTUAL_ENV").map { $0 + "/bin:" } ?? ""
        return [
            "PATH": "\(Package.bin):\(python)/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:"
                + (inherited("PATH") ?? ""),
            "HOME": home, "XDG_CACHE_HOME": home + "/cache", "LC_ALL": "C.UTF-8", "TZ": "UTC",
            "ROOT": Package.root, "FIXTURES": Package.root + "/Tests/Fixtures", "DATA": Package.data ?? "",
        ].merging(sanitizerOptions) { own, _ in own }
    }

    private static var sanitizerOptions: [String: String] {
        var options: [String: String] = [:]
        for name in ["ASAN_OPTIONS", "TSAN_OPTIONS"] { options[name] = inherited(name) }
        return options
    }

    private static func inherited(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    private static func spawn(
        _ words: [String], output: String, errors: String, environment: [String]
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT, 0o600)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var child = pid_t()
        let code = withPointers(words) { words in
            withPointers(environment) { posix_spawn(&child, "/bin/sh", &actions, &attributes, words, $0) }
        }
        if code != 0 { throw TestProblem("sh: " + String(cString: strerror(code))) }
        return child
    }

    private static func withPointers<Result>(
        _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        let pointers = texts.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeBufferPointer { body($0.baseAddress!) }
    }

    private static func wait(for child: pid_t, limit: Double) -> Int32? {
        var status: Int32 = 0
        var waited = 0.0
        var pause = 0.0005
        while waitpid(child, &status, WNOHANG) == 0 {
            if waited > limit {
                kill(-child, SIGKILL)
                waitpid(child, &status, 0)
                return nil
            }
            usleep(UInt32(pause * 1e6))
            waited += pause
            pause = min(0.05, pause * 1.5)
        }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }
}
