extension GoldenCase {
    /// How a case ended.
    public enum Verdict: Sendable {
        case passed
        case skipped(String)
        case failed(String)
    }

    /// Runs the case in a fresh folder and compares everything it printed.
    ///
    /// - Parameter patience: factor on its limit of time.
    public func run(patience: Double = 1) throws -> Verdict {
        if let absent = try needs.first(where: { try !isPresent($0) }) { return .skipped("\(absent) is absent") }
        let limit = limit * patience
        let outcome = try Shell.run(command.joined(separator: "\n"), in: TemporaryFolder(), limit: limit)
        var problems: [String] = []
        if outcome.code != code {
            let got = outcome.code.map { "\($0)" } ?? "none: killed after \(limit) seconds"
            problems.append("exit code: expected \(code), got \(got)")
        }
        problems += difference("standard output", expected: output, got: outcome.text)
        problems += difference("standard error", expected: errors, got: outcome.standardError)
        if problems.isEmpty { return .passed }
        return .failed((["$ " + command.joined(separator: "\n$ ")] + problems).joined(separator: "\n"))
    }

    private func isPresent(_ need: String) throws -> Bool {
        if need == "data" { return Package.data != nil }
        if need == "plain-build" { return !Package.isSanitized }
        // Linux lists it among its own addresses while it is up.
        if need == "loopback" { return File.text("/proc/net/fib_trie")?.contains("127.0.0.1") ?? true }
        if let module = need.split(separator: ":").last, need.hasPrefix("python:") {
            return try Shell.run("python3 -c 'import \(module)'", in: TemporaryFolder()).code == 0
        }
        return try Shell.run("command -v \(need)", in: TemporaryFolder()).code == 0
    }

    private func difference(_ stream: String, expected: [Line], got text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" {
            lines.removeLast()
        } else {
            lines.append("(no newline at the end)")
        }
        if lines.count == expected.count && zip(expected, lines).allSatisfy({ $0.matches($1) }) { return [] }
        return ["\(stream): expected"] + expected.map { "  \($0.isPattern ? "*" : "|")\($0.text)" } + ["got"]
            + lines.map { "  |\($0)" }
    }
}
