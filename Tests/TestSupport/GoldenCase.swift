import Glibc

/// A command line and what it must print, read from a file of cases.
///
/// A file of cases is text, one case after another:
///
///     == takes the first two
///     $ idx-synth digits -n 5 | idx-cat --take 2 | idx-info --columns count
///     > count
///     > 2
///     == refuses a text file
///     $ echo hello | idx-cat
///     ! idx-cat: standard input: not an IDX tensor
///     ? 1
///
/// `$` lines are one shell script, `>` lines its standard output, `!` lines its standard error, `?` its exit code (0 when
/// there is none). `>*` and `!*` lines are glob patterns. `% needs python3 data` skips the case where a command, or the
/// folder of real data, is absent, and `% needs plain-build` under a sanitizer, `% needs loopback` where no network
/// interface is up, which Open MPI cannot do without; `% limit 120` gives it more than 60 seconds. `#` lines are comments.
public struct GoldenCase: Sendable, CustomStringConvertible {
    public var file: String
    public var name: String
    public var command: [String] = []
    public var output: [Line] = []
    public var errors: [Line] = []
    public var code: Int32 = 0
    public var needs: [String] = []
    public var limit = 60.0

    public struct Line: Sendable {
        public var text: String
        public var isPattern: Bool

        func matches(_ line: Substring) -> Bool {
            isPattern ? fnmatch(text, String(line), 0) == 0 : text == line
        }
    }

    public var description: String { "\(file): \(name)" }

    /// The cases of a file, in order.
    public static func read(_ path: String, named file: String) throws -> [GoldenCase] {
        var cases: [GoldenCase] = []
        let text = File.text(path) ?? ""
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty || line.hasPrefix("#") { continue }
            if line.hasPrefix("== ") {
                cases.append(GoldenCase(file: file, name: String(line.dropFirst(3))))
                continue
            }
            guard !cases.isEmpty, cases[cases.count - 1].read(line) else {
                throw TestProblem("\(file):\(number + 1): not a line of a case: \(line)")
            }
        }
        return cases
    }

    private mutating func read(_ line: Substring) -> Bool {
        let isPattern = line.dropFirst().first == "*"
        let rest = line.dropFirst(isPattern ? 2 : 1)
        guard rest.isEmpty || rest.hasPrefix(" ") else { return false }
        let text = String(rest.dropFirst())
        switch line.first {
        case "$": command.append(text)
        case ">": output.append(Line(text: text, isPattern: isPattern))
        case "!": errors.append(Line(text: text, isPattern: isPattern))
        case "?":
            guard let number = Int32(text) else { return false }
            code = number
        case "%": return readSetting(text.split(separator: " "))
        default: return false
        }
        return true
    }

    private mutating func readSetting(_ words: [Substring]) -> Bool {
        if words.first == "needs" {
            needs += words.dropFirst().map { String($0) }
        } else if words.first == "limit", words.count == 2, let seconds = Double(words[1]) {
            limit = seconds
        } else {
            return false
        }
        return true
    }
}
