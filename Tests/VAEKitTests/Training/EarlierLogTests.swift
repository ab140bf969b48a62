import TensorStreams
import TestSupport
import Testing
import VAEKit

@Suite struct EarlierLogTests {
    private static func log(_ text: String) throws -> EarlierLog? {
        let folder = try TemporaryFolder()
        let file = try ByteWriter.create(folder.path + "/log")
        try file.write(text)
        try file.finish()
        return try EarlierLog(folder.path + "/log")
    }

    /// Rows end at the first line that is none, or that its writer did not get to end.
    @Test(arguments: [
        ("", []), ("0\t3\t9\n1\t5\t15\n", [3, 5]), ("0\t3\t\n", [3]), ("0\t3\t9\n1\t5\t15", [3]),
        ("0\t3\n1\t5\t15\n", []), ("x\t3\t9\n", []), ("0\t3\t9\n\n1\t5\t15\n", [3]),
    ])
    func hasTheStepsOfItsRows(rows: String, steps: [Int]) throws {
        #expect(try Self.log("epoch\tstep\tseen\n" + rows)?.rows.map(\.step) == steps)
    }

    @Test func aFileThatIsMissingOrHasNoLineIsNone() throws {
        #expect(try Self.log("") == nil && Self.log("epoch") == nil)
        #expect(try EarlierLog("/nowhere/log") == nil)
    }

    @Test func aTableOfFewColumnsHasNoRows() throws {
        #expect(try Self.log("id\n1\n")?.rows.isEmpty == true)
    }
}
