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

    /// Two processes, the second of which began anew at 0 seconds.
    @Test func addsTheTimesOfItsProcesses() throws {
        let rows = "1\t2\t20\t10\t2\n2\t4\t40\t10\t4\n3\t6\t60\t20\t1\n4\t8\t80\t20\t2\n"
        let log = try #require(try Self.log("epoch\tstep\tseen\titems_per_s\tseconds\n" + rows))
        let whole = try #require(log.time(toStep: 8))
        #expect(whole.seconds == 6 && abs(whole.itemsPerSecond - 80 / 6) < 1e-12)
        #expect(try #require(log.time(toStep: 2)) == (2, 10))
        #expect(log.time(toStep: 3) == nil)
    }

    @Test func aLogWithoutTimesTellsNone() throws {
        let log = try #require(try Self.log("epoch\tstep\tseen\titems_per_s\tseconds\n1\t2\t20\tnan\tx\n"))
        #expect(log.rows.count == 1 && log.time(toStep: 2) == nil)
        #expect(try #require(try Self.log("epoch\tstep\tseen\n1\t2\t20\n")).time(toStep: 2) == nil)
    }

    @Test func aFileThatIsMissingOrHasNoLineIsNone() throws {
        #expect(try Self.log("") == nil && Self.log("epoch") == nil)
        #expect(try EarlierLog("/nowhere/log") == nil)
    }

    @Test func aTableOfFewColumnsHasNoRows() throws {
        #expect(try Self.log("id\n1\n")?.rows.isEmpty == true)
    }
}
