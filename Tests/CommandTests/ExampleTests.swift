import TestSupport
import Testing

/// The examples of help texts and manual pages use commands and options that exist.
@Suite struct ExampleTests {
    /// The spellings of every command's options: `--take`, `-n`.
    private static let options: [String: Set<String>] = {
        var options: [String: Set<String>] = [:]
        for command in Package.commands {
            let table = try? Shell.run("\(command) --describe", in: TemporaryFolder()).text
            let rows = (table ?? "").split(separator: "\n").dropFirst()
            let cells = rows.map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
            options[command] = Set(cells.flatMap { ["--\($0[0])", "-\($0[1])"] })
        }
        return options
    }()

    @Test(arguments: Package.commands) func helpShowsWhatExists(command: String) throws {
        let help = try Shell.run("\(command) --help", in: TemporaryFolder()).text
        for line in help.split(separator: "\n") where line.hasPrefix("  ") && !line.hasPrefix("   ") {
            #expect(mistakes(in: line) == [], "\(line)")
        }
    }

    @Test(arguments: File.names(in: Package.root + "/man")) func pagesShowWhatExists(page: String) throws {
        let text = try #require(File.text("\(Package.root)/man/\(page)"))
        for line in text.split(separator: "\n") where line.hasPrefix(".Dl ") || line.contains("|") {
            #expect(mistakes(in: line.hasPrefix(".Dl ") ? line.dropFirst(4) : line) == [], "\(page): \(line)")
        }
    }

    /// The words of a shell line that stand for no command or option of ours, though they look like one.
    private func mistakes(in line: Substring) -> [String] {
        line.split(whereSeparator: { "|;&(){}".contains($0) }).flatMap { part in
            let words = part.split(separator: " ")
            guard let command = words.first.map({ String($0) }) else { return [String]() }
            guard let known = Self.options[command] else {
                return ["vae-", "idx-", "z-"].contains { command.hasPrefix($0) } ? [command] : []
            }
            let given = words.dropFirst().filter { $0.hasPrefix("-") && $0.count > 1 }
            return given.map { $0.hasPrefix("--") ? String($0.split(separator: "=")[0]) : String($0.prefix(2)) }
                .filter { !known.contains($0) && !isNumber($0) }
        }
    }

    private func isNumber(_ word: String) -> Bool { word.dropFirst().allSatisfy { $0.isNumber || $0 == "." } }
}
