import TensorStreams
import TestSupport
import Testing

@Suite struct LevelsTests {
    private func levels(_ text: String) throws -> Levels { try Levels(ByteReader(Array(text.utf8), name: "l")) }

    private func message(_ text: String) -> String? {
        do {
            _ = try levels(text)
            return nil
        } catch { return "\(error)" }
    }

    @Test func wordsAreNumberedByCodePoints() {
        #expect(Levels(of: ["b", "é", "a", "Z", "ab"], name: "").words == ["Z", "a", "ab", "b", "é"])
        #expect(Levels(of: ["b", "a"], name: "").labels == [0, 1])
        #expect(Levels(of: ["10", "9", "-1"], name: "").words == ["-1", "9", "10"])
        #expect(Levels(of: ["10", "9", "x"], name: "").words == ["10", "9", "x"])
    }

    @Test func theyAreReadInAnyOrderOfColumnsAndRows() throws {
        let levels = try levels("name\tnote\tlabel\ndog\tx\t7\n cat \ty\t-1\n")
        #expect(levels.labels == [7, -1] && levels.words == ["dog", "cat"])
        #expect(levels.place(of: "cat") == 1 && levels.place(of: "x") == nil)
        #expect(levels.wordsByLabel == [7: "dog", -1: "cat"])
    }

    @Test(arguments: [
        ("label\tname\n", "l: no labels with their names"),
        ("label\tname\n0\t\n", "l: line 2: label 0 has no name"),
        ("label\tname\n0\ta\n0\tb\n", "l: line 3: label 0 or its name b has stood before; each stands once"),
        ("label\tname\n0\ta\n1\ta\n", "l: line 3: label 1 or its name a has stood before; each stands once"),
        ("label\tname\n2147483648\ta\n", "l: line 2: label 2147483648 does not fit in 32 bits"),
        ("label\tname\nx\ta\n", "l: line 2: column label: \"x\" where a whole number was expected"),
        ("label\tword\n", "l: no column name; there are: label word"),
    ])
    func whatIsNoneIsRefused(text: String, expected: String) { #expect(message(text) == expected) }

    @Test func theyAreWrittenAsTheyAreRead() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/l"
        let levels = Levels(of: ["b", "a b", "ü"], name: path)
        try levels.write(to: ByteWriter.create(path))
        #expect(try Levels(ByteReader.open(path)) == levels)
        #expect(throws: TableError.self) { try Levels(of: ["a\tb"], name: "").write(to: ByteWriter.create(path)) }
    }
}
