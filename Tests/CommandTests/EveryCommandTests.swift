import TestSupport
import Testing

/// What holds for every command, whichever it is.
@Suite struct EveryCommandTests {
    @Test(arguments: Package.commands) func isBuilt(command: String) {
        #expect(File.exists("\(Package.bin)/\(command)"))
    }

    @Test(arguments: Package.commands) func printsHelp(command: String) throws {
        for option in ["--help", "-h"] {
            let outcome = try Shell.run("\(command) \(option)", in: TemporaryFolder())
            #expect(outcome.code == 0)
            #expect(outcome.standardError == "")
            let lines = outcome.text.split(separator: "\n")
            #expect(lines.first?.hasPrefix("Usage: \(command)") ?? false)
            #expect(lines.last == "See 'man \(command)'.")
            let long = lines.filter { $0.count > 80 && !isExample($0) }
            #expect(long == [])
        }
    }

    /// A start takes 15 ms at most; the shell about it and a busy machine get as much again.
    @Test(.enabled(if: !Package.isSanitized), arguments: Package.commands) func startsAtOnce(command: String) throws {
        let folder = try TemporaryFolder()
        let times = try (0..<20).map { _ in
            try ContinuousClock().measure { _ = try Shell.run("exec \(command) --version", in: folder) }
        }
        #expect(try #require(times.min()) < .milliseconds(30))
    }

    @Test(arguments: Package.commands) func printsVersion(command: String) throws {
        let outcome = try Shell.run("\(command) -V", in: TemporaryFolder())
        #expect(outcome.code == 0)
        #expect(outcome.text.hasPrefix("\(command) (vaeutils) "))
    }

    @Test(arguments: Package.commands) func refusesAnUnknownOption(command: String) throws {
        let outcome = try Shell.run("\(command) --no-such-option", in: TemporaryFolder())
        #expect(outcome.code == 2)
        #expect(outcome.text == "")
        #expect(
            outcome.standardError == "\(command): unknown option --no-such-option (try '\(command) --help')\n")
    }

    @Test(arguments: Package.commands) func diesOfAClosedPipe(command: String) throws {
        let script = "trap '' PIPE; { \(command) --help; echo $? >code; } | sleep 0; cat code"
        let outcome = try Shell.run(script, in: TemporaryFolder())
        #expect(["0\n", "141\n"].contains(outcome.text))
        #expect(outcome.standardError == "")
    }

    @Test(arguments: Package.commands) func reportsAFullDisk(command: String) throws {
        let outcome = try Shell.run("\(command) --help >/dev/full", in: TemporaryFolder())
        #expect(outcome.code == 1)
        #expect(outcome.standardError == "\(command): standard output: No space left on device\n")
    }

    @Test(arguments: Package.commands) func survivesClosedStreams(command: String) throws {
        let outcome = try Shell.run("\(command) --no-such-option <&- >&- 2>&-", in: TemporaryFolder())
        #expect(outcome.code == 2)
    }

    @Test(arguments: Package.commands) func completesInThreeShells(command: String) throws {
        for shell in ["bash", "zsh", "fish"] {
            let outcome = try Shell.run("\(command) --completions \(shell) >f && test -s f", in: TemporaryFolder())
            #expect(outcome.code == 0)
            let check = "command -v \(shell) >/dev/null || exit 0; \(command) --completions \(shell) >f; \(shell) -n f"
            let parsed = try Shell.run(check, in: TemporaryFolder())
            #expect(parsed.code == 0, "\(parsed.standardError)")
        }
    }

    /// An example's command line may be as long as it must be.
    private func isExample(_ line: Substring) -> Bool {
        line.hasPrefix("  ") && !line.hasPrefix("   ") && !line.hasPrefix("  -")
    }
}
