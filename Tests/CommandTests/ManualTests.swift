import TestSupport
import Testing

/// The options of `--help`, of the manual page and of the parser are the same.
@Suite struct ManualTests {
    @Test(arguments: Package.commands) func pageAgreesWithTheParser(command: String) throws {
        let path = "\(Package.root)/man/\(command).1"
        let page = try #require(File.text(path), "\(path) is missing")
        let (inPage, inParser) = (manualOptions(page), try parserOptions(command))
        #expect(inPage.sorted() == inParser.sorted(), "\(command): \(difference(inPage, inParser))")
    }

    @Test(arguments: Package.commands) func helpAgreesWithTheParser(command: String) throws {
        let (inHelp, inParser) = (try helpOptions(command), try parserOptions(command))
        #expect(inHelp.sorted() == inParser.sorted(), "\(command): \(difference(inHelp, inParser))")
    }

    @Test(arguments: Package.commands) func pageHasItsSections(command: String) throws {
        let page = File.text("\(Package.root)/man/\(command).1") ?? ""
        let lines = page.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix(".Dt \(command.uppercased()) 1") })
        #expect(lines.contains { $0 == ".Nm \(command)" })
        for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "EXAMPLES", "SEE ALSO"] {
            #expect(lines.contains { $0 == ".Sh \(section)" }, "\(command).1: \(section) is missing")
        }
    }

    @Test(arguments: File.names(in: Package.root + "/man")) func pageIsClean(page: String) throws {
        let script = "command -v mandoc >/dev/null || exit 0; mandoc -T lint -W warning \(Package.root)/man/\(page)"
        let outcome = try Shell.run(script, in: TemporaryFolder())
        #expect(outcome.code == 0, "\(outcome.text)")
    }

    /// `apropos autoencoder` goes by the line that says what a page is about.
    @Test func pagesOfModelsAndLatentsAreFoundBySubject() throws {
        let pages = File.names(in: Package.root + "/man").filter { $0.hasPrefix("vae") || $0.hasPrefix("z-") }
        let unfound = try pages.filter { page in
            let text = try #require(File.text("\(Package.root)/man/\(page)"))
            return !text.split(separator: "\n").contains { $0.hasPrefix(".Nd ") && $0.contains("autoencoder") }
        }
        #expect(unfound == [])
    }

    /// A page that another page names must be there, if it is one of ours by its name.
    @Test(arguments: File.names(in: Package.root + "/man")) func referencesExist(page: String) throws {
        let text = try #require(File.text("\(Package.root)/man/\(page)"))
        let absent = text.split(separator: "\n").compactMap(reference).filter { name, section in
            let isOurs = ["vae", "z-", "idx"].contains { name.hasPrefix($0) } || Package.commands.contains(name)
            return isOurs && !File.exists("\(Package.root)/man/\(name).\(section)")
        }
        #expect(absent.isEmpty, "\(page): \(absent.map { "\($0).\($1)" }.joined(separator: " "))")
    }

    /// The page and section that a line `.Xr plot 1 ,` names.
    private func reference(_ line: Substring) -> (name: String, section: Substring)? {
        let words = line.split(separator: " ")
        guard let place = words.firstIndex(where: { $0 == ".Xr" || $0 == "Xr" }), words.count > place + 2 else {
            return nil
        }
        return (String(words[place + 1]), words[place + 2])
    }

    private func difference(_ shown: [String], _ parsed: [String]) -> String {
        let (missing, extra) = (Set(parsed).subtracting(shown).sorted(), Set(shown).subtracting(parsed).sorted())
        return "missing: \(missing.joined(separator: ", ")); not an option: \(extra.joined(separator: ", "))"
    }

    /// `-o --output` for each option of the parser.
    private func parserOptions(_ command: String) throws -> [String] {
        let table = try Shell.run("\(command) --describe", in: TemporaryFolder()).text
        return table.split(separator: "\n").dropFirst().map { row in
            let cells = row.split(separator: "\t", omittingEmptySubsequences: false)
            return (cells[1].isEmpty ? "" : "-\(cells[1]) ") + "--\(cells[0])"
        }
    }

    private func helpOptions(_ command: String) throws -> [String] {
        let help = try Shell.run("\(command) --help", in: TemporaryFolder()).text
        return help.split(separator: "\n").compactMap { line in
            guard line.hasPrefix("  -") || line.hasPrefix("      --") else { return nil }
            let words = line.split { $0 == " " || $0 == "," }.prefix(2)
            return words.filter { $0.hasPrefix("-") }.joined(separator: " ")
        }
    }

    /// The options of the lines `.It Fl o , Fl -output Ar FILE`.
    private func manualOptions(_ page: String) -> [String] {
        page.split(separator: "\n").filter { $0.hasPrefix(".It Fl ") }.map { line in
            let words = line.split(separator: " ")
            let names = words.indices.dropLast().filter { words[$0] == "Fl" }.map { "-" + words[$0 + 1] }
            return names.joined(separator: " ")
        }
    }
}
