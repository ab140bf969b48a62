import Latents
import TensorStreams
import TestSupport
import Testing

@Suite struct LatentReaderTests {
    /// What a table of this text reads as, or the error that stops it.
    private func read(_ text: String) throws -> (leading: [String], rows: [LatentRow]) {
        let folder = try TemporaryFolder()
        _ = try Shell.run("cat >table <<'END'\n\(text)\nEND", in: folder)
        var reader = try LatentReader(folder.path + "/table")
        var rows: [LatentRow] = []
        while let row = try reader.next() { rows.append(row) }
        return (reader.leading, rows)
    }

    @Test func coordinatesComeInTheOrderOfTheirNumbers() throws {
        let names = (1...12).map { "z\($0)" }.sorted()
        let values = names.map { String($0.dropFirst()) }
        let rows = try read(names.joined(separator: "\t") + "\n" + values.joined(separator: "\t")).rows
        #expect(rows.map(\.latent) == [(1...12).map { Float($0) }])
    }

    @Test func drawsArePreferredToMeans() throws {
        #expect(try read("mu1\tz1\n1\t2").rows.map(\.latent) == [[2]])
        #expect(try read("mu1\tlogvar1\n1\t2").rows.map(\.latent) == [[1]])
    }

    @Test func idAndLabelLead() throws {
        let table = try read("z1\tlabel\tloss\tid\n0.5\tcat\t9\t7")
        #expect(table.leading == ["id", "label"])
        #expect(table.rows.map(\.leading) == [[.text("7"), .text("cat")]])
    }

    @Test func everyColumnOfATableWithoutAHeader() throws {
        #expect(try read("1\t2\n3\t4").rows.map(\.latent) == [[1, 2], [3, 4]])
    }

    @Test(arguments: ["x\ty\n1\t2", "z1\tz3\n1\t2", "z2\n1", "z1\tz1\n1\t2", "z01\n1", "z\n1", "z1x\n1"])
    func tablesWithoutLatents(text: String) {
        #expect(throws: TableError.self) { try read(text) }
    }
}
