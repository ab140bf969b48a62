import TensorStreams
import TestSupport
import Testing

@Suite struct LabelTextTests {
    private let animals = Levels(inOrder: ["cat", "dog"], name: "l")

    private func labels(_ text: String, _ levels: Levels? = nil) throws -> Labels {
        let folder = try TemporaryFolder()
        #expect(try Shell.run("printf '\(text)' > y", in: folder).code == 0)
        return try Labels(reading: folder.path + "/y", levels: levels)
    }

    @Test(arguments: [
        "3\\n-1\\n3\\n", "label\\n3\\n-1\\n3", "id\\tlabel\\n0\\t3\\n1\\t-1\\n2\\t3\\n",
        "\"label\";x\\n3;\"a;\"\\n-1;b\\n3;c\\n",
        " 3 \\r\\n-1\\r\\n3\\r\\n",
    ])
    func numbersAreRead(text: String) throws {
        let labels = try labels(text)
        #expect(labels.values == [3, -1, 3] && labels.levels == nil && !labels.areNumberedHere)
        #expect(labels.shown(3) == .integer(3) && labels.text(of: -1) == "-1")
    }

    @Test func wordsAreNumberedInTheirOrder() throws {
        let labels = try labels("dog\\ncat\\ndog\\n")
        #expect(labels.values == [1, 0, 1] && labels.areNumberedHere)
        #expect(labels.shown(0) == .text("cat") && labels.text(of: 1) == "dog")
        #expect(throws: LabelsError.self) { try labels.requireNumbers() }
        #expect(try self.labels("1\\nx\\n").levels?.words == ["1", "x"])
    }

    @Test func levelsNumberThem() throws {
        let labels = try labels("dog\\n0\\ndog\\n", animals)
        #expect(labels.values == [1, 0, 1] && !labels.areNumberedHere)
        try labels.requireNumbers()
        #expect(try self.labels("\\0\\0\\10\\1\\0\\0\\0\\2\\1\\0", animals).text(of: 1) == "dog")
    }

    @Test(arguments: [
        ("dog\\nbird\\n", "y: line 2: bird is none of the levels of l"),
        ("dog\\n\\ncat\\n", "y: line 2: a label is missing"),
        ("dog\\n7\\n", "y: item 1: label 7 has no name in l"),
        ("\\0\\0\\10\\1\\0\\0\\0\\2\\1\\7", "y: item 1: label 7 has no name in l"),
        ("a,b\\n1,2\\n", "y: no column label; there are: a b"),
    ])
    func whatHasNoNumberIsRefused(text: String, message: String) {
        #expect { try labels(text, animals) } throws: { "\($0)".hasSuffix("/" + message) }
    }

    @Test func classesHaveNames() throws {
        let labels = try labels("0\\n0\\n", animals)
        #expect(throws: LabelsError.self) { try labels.classes(atMost: 9) }
        #expect(try self.labels("0\\n1\\n", animals).classes(atMost: 9) == 2)
        #expect(try animals.classNames(2) == ["cat", "dog"])
        try labels.check(classNames: ["cat", "dog", "eel"])
        #expect(throws: LevelsError.namelessClass("l", label: 2)) { try animals.classNames(3) }
        #expect { try labels.check(classNames: ["cat", "cow"]) } throws: {
            "\($0)".hasSuffix("y: label 1 is dog, but cow to the model: --levels FILE says how words are numbered")
        }
    }
}
