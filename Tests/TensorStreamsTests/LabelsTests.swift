import TensorStreams
import TestSupport
import Testing

@Suite struct LabelsTests {
    private func labels(_ printf: String) throws -> Labels {
        let folder = try TemporaryFolder()
        #expect(try Shell.run("printf '\(printf)' > l", in: folder).code == 0)
        return try Labels(reading: folder.path + "/l")
    }

    @Test func everyTypeOfWholeNumbersIsRead() throws {
        #expect(try labels("\\0\\0\\10\\1\\0\\0\\0\\2\\1\\377").values == [1, 255])
        #expect(try labels("\\0\\0\\14\\1\\0\\0\\0\\1\\377\\377\\377\\376").values == [-2])
        #expect(try labels("\\0\\0\\15\\1\\0\\0\\0\\1\\100\\100\\0\\0").values == [3])
    }

    @Test func itemsOfOneValueAreLabels() throws {
        #expect(try labels("\\0\\0\\10\\2\\0\\0\\0\\2\\0\\0\\0\\1\\3\\5").values == [3, 5])
        #expect(try labels("\\0\\0\\10\\3\\0\\0\\0\\1\\0\\0\\0\\1\\0\\0\\0\\1\\3").values == [3])
    }

    @Test func severalValuesAreNoLabel() {
        #expect { try labels("\\0\\0\\10\\2\\0\\0\\0\\1\\0\\0\\0\\10abcdefgh") } throws: {
            "\($0)".contains("l: each label is 8 values; one is expected: y.argmax(1) in NumPy")
        }
    }

    @Test func whatIsNoLabelIsRefused() {
        #expect(throws: LabelsError.self) { try labels("\\0\\0\\15\\1\\0\\0\\0\\1\\77\\0\\0\\0") }
        #expect { try labels("\\0\\0\\10\\3\\0\\0\\0\\1\\0\\0\\0\\1\\0\\0\\0\\2ab") } throws: {
            "\($0)".hasSuffix("l: 1×2 u8 items, not labels")
        }
        #expect(throws: IDXError.self) { try labels("") }
    }

    @Test func classesAreCounted() throws {
        #expect(try labels("\\0\\0\\10\\1\\0\\0\\0\\3\\1\\5\\0").classes(atMost: 6) == 6)
        #expect { try labels("\\0\\0\\10\\1\\0\\0\\0\\2\\1\\6").classes(atMost: 6) } throws: {
            "\($0)".hasSuffix("l: item 1: label 6 is none of the classes 0 to 5")
        }
        #expect { try labels("\\0\\0\\11\\1\\0\\0\\0\\2\\1\\377").classes(atMost: 6) } throws: {
            "\($0)".hasSuffix("l: item 1: label -1 is none of the classes 0 to 5")
        }
        #expect { try labels("\\0\\0\\10\\1\\0\\0\\0\\2\\3\\3").classes(atMost: 6) } throws: {
            "\($0)".contains("every label is 3")
        }
    }

    @Test func countsMustAgree() throws {
        let labels = try labels("\\0\\0\\10\\1\\0\\0\\0\\2\\1\\2")
        #expect(try labels.label(of: 1, in: "x") == 2)
        #expect(throws: LabelsError.self) { try labels.label(of: 2, in: "x") }
        try labels.checkCount(2, of: "x")
        #expect { try labels.checkCount(3, of: "x") } throws: { "\($0)".hasSuffix("l: 2 labels for the 3 items of x") }
    }
}
