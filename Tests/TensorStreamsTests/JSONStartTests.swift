import TensorStreams
import Testing

@Suite struct JSONStartTests {
    private func table(_ text: String) throws -> TableReader {
        try TableReader(ByteReader(Array(text.utf8), name: "x"))
    }

    @Test(arguments: [
        "{\"a\": [1, 2], \"b\": [2, 3]}\n", "{\n  \"a\": 1\n}\n", "{}", "[]", "[1, 2]\n", "[\n1,\n2]\n",
        "  [[1, 2],\n[3, 4]]",
        "\t{ \"a\": 1 }", "{\"a\": 1}\n{\"a\": 2}\n", "[\"a\"]", "[\n\t{\"a\": 1}\n]",
    ])
    func isKnown(text: String) {
        #expect(throws: TableError(name: "x", line: 1, reason: .json)) { try table(text) }
    }

    /// Columns may be called so.
    @Test(arguments: ["[nats]\n1\n", "{a}\n1\n", "{\"a\"\tb\n1\t2\n", "[1]\tb\n1\t2\n", "{", "[\n\n"])
    func tablesAreNone(text: String) throws {
        _ = try table(text)
    }

    @Test func theLineThatWasLookedAtIsThere() throws {
        var table = try table("{\n5\n6")
        #expect(try table.next() == ["5"])
        #expect(try table.next() == ["6"])
        #expect(try table.next() == nil)
    }
}
