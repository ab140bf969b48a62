import TestSupport

/// What a reader of the README or of a manual page may paste: its blocks of commands, in order, as the reader sees them.
struct PastedText {
    /// A run of lines that are pasted together.
    struct Block {
        var lines: [String]

        var text: String { lines.joined(separator: "\n") }
        /// Whether it is for Python's prompt and not for a shell.
        var isPython: Bool { lines[0].hasPrefix("import ") || lines[0].hasPrefix("from ") }
    }

    private(set) var blocks: [Block] = []

    /// The indented blocks of a Markdown text.
    init(markdown text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        blocks = lines.split { !$0.hasPrefix("    ") }.map { Block(lines: $0.map { String($0.dropFirst(4)) }) }
    }

    /// The examples of a `--help` text, each for itself.
    init(help text: String) {
        let lines = text.split(separator: "\n").drop { $0 != "Examples:" }.filter { $0.hasPrefix("  ") }
        blocks = lines.filter { !$0.hasPrefix("   ") }.map { Block(lines: [String($0.dropFirst(2))]) }
    }

    /// The literal blocks of some sections of a manual page, with roff's escapes as they are printed.
    ///
    /// - Throws: `TestProblem` where the page has what this does not read.
    init(page text: String, sections: [String] = ["EXAMPLES"]) throws {
        var section = ""
        var block: [String]?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix(".Sh ") { section = String(line.dropFirst(4)) }
            guard sections.contains(section) else { continue }
            if line.hasPrefix(".Dl") || line.hasPrefix(".D1") { throw TestProblem("not a literal block: \(line)") }
            if line.hasPrefix(".Bd -literal") {
                block = []
            } else if line == ".Ed", let lines = block {
                blocks.append(Block(lines: lines))
                block = nil
            } else {
                try block?.append(Self.printed(line))
            }
        }
    }

    private static func printed(_ line: Substring) throws -> String {
        if line.hasPrefix(".") { throw TestProblem("a macro in a literal block: \(line)") }
        let parts = line.split(separator: "\\", omittingEmptySubsequences: false)
        return try parts.dropFirst().reduce(String(parts[0])) { text, part in
            guard part.hasPrefix("e") else { throw TestProblem("an escape other than \\e: \(line)") }
            return text + "\\" + part.dropFirst()
        }
    }
}
