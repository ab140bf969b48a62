import TensorStreams
import Testing

@Suite struct ForeignTableTests {
    /// What reading the first line of a table says; empty where it is one of ours.
    private func refusal(_ text: String) throws -> String {
        do {
            _ = try TableReader(ByteReader(Array(text.utf8), name: "x"))
            return ""
        } catch let error as TableError {
            guard case .foreign(let table) = error.reason, error.line == 1 else { throw error }
            return "\(table.separator)\(table.isQuoted ? " quoted" : "")"
        }
    }

    @Test(arguments: [
        ("z1,z2\n0.1,0.2\n", "comma"), ("1,2\n3,4\n", "comma"), (",z1\n0,0.5\n", "comma"), ("a,b", "comma"),
        ("a;b\n1,5;2,5\n", "semicolon"), ("1.5 2\n3 4\n", "space"), ("z1  z2\r\n1   2\r\n", "space"),
        ("z1 z2\n1 0.1 0.2\n", "space"), ("\"z1\" \"z2\"\n\"1\" 0.1 0.2\n", "space quoted"),
        ("\"\",\"z1\"\n\"1\",0.5\n", "comma quoted"), ("\"a\";\"b\"\n", "semicolon quoted"),
        ("\"z1\"\t\"z2\"\n1\t2\n", "tab quoted"), ("\"z1\"\n1\n", "tab quoted"),
    ])
    func tablesOfOtherProgramsAreKnown(text: String, what: String) throws {
        #expect(try refusal(text) == what)
    }

    /// Names may hold commas and spaces, and so may texts.
    @Test(arguments: [
        "loss, nats\n5\n6\n", "a,b\tc\n1\t2\n", "first loss\n5\n", "first loss", "\"a\tb\n1\t2\n", "name\nx,y\n",
        "a,b\n1\t2\n", "\"\n1\n",
    ])
    func tablesOfOursAreNot(text: String) throws {
        #expect(try refusal(text) == "")
    }

    @Test func theRowThatWasLookedAtIsThere() throws {
        var table = try TableReader(ByteReader(Array("loss, nats\n5\n6".utf8), name: "x"))
        #expect(try table.advance() && table.line == 2)
        #expect(try table.number(0) == 5)
        #expect(try table.next() == ["6"])
        #expect(try table.next() == nil)
    }

    @Test func itsWidthIsHeldToo() throws {
        var table = try TableReader(ByteReader(Array("loss, nats\n5\t6\n".utf8), name: "x"))
        #expect(throws: TableError(name: "x", line: 2, reason: .ragged(expected: 1, found: 2))) { try table.advance() }
    }
}
