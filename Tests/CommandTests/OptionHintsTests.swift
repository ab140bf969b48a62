import CommandSupport
import TestSupport
import Testing

/// The table of other tools' names, held against the options that the commands have.
@Suite struct OptionHintsTests {
    @Test func everyRowIsOfAnOption() throws {
        let options = Set(try Package.commands.flatMap(names))
        #expect(OptionHints.synonyms.map(\.option).filter { !options.contains($0) } == [])
    }

    private func names(of command: String) throws -> [String] {
        let table = try Shell.run("\(command) --describe", in: TemporaryFolder()).text
        return table.split(separator: "\n").dropFirst().map { String($0.prefix { $0 != "\t" }) }
    }
}
