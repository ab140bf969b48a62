import TensorStreams
import Testing

@Suite struct MissingValueTests {
    private func isMissing(_ text: String, others: Set<String> = []) throws -> Bool {
        var table = try TableReader(ByteReader(Array("a\tb\n\(text)\t1\n".utf8), name: "x"))
        #expect(try table.advance())
        return table.isMissing(0, others: others)
    }

    @Test(arguments: ["", "  ", "NA", " NA ", "N/A", "#N/A", "<NA>", "n/a", "NaN", "nan", "-nan", "null", "NULL"])
    func wordsForNothing(text: String) throws { #expect(try isMissing(text)) }

    @Test(arguments: ["0", "None", "?", "-", "na", "NAN1", "inf", "-1", "N"])
    func wordsForSomething(text: String) throws { #expect(try !isMissing(text)) }

    @Test func othersAreAddedToThem() throws {
        #expect(try isMissing("?", others: ["?", "-999"]) && isMissing("-999", others: ["?", "-999"]))
        #expect(try isMissing("NA", others: ["?"]) && !isMissing("-9", others: ["?"]))
    }
}
