import TestSupport
import Testing

/// The harness itself: a wrong expectation must fail, a hang must end.
@Suite struct GoldenCaseTests {
    private func verdict(_ text: String) throws -> GoldenCase.Verdict {
        let path = try TemporaryFolder()
        _ = try Shell.run("cat >self.cases <<'END'\n\(text)\nEND", in: path)
        let cases = try GoldenCase.read(path.path + "/self.cases", named: "self.cases")
        return try #require(cases.first).run()
    }

    private func report(_ text: String) throws -> String? {
        if case .failed(let report) = try verdict(text) { return report }
        return nil
    }

    @Test func everythingAsExpected() throws {
        let text = "== ok\n$ echo a; echo\n$ echo b c >&2\n$ exit 3\n> a\n>\n!* b ?\n? 3"
        #expect(try report(text) == nil)
    }

    @Test func differencesAreReported() throws {
        #expect(try report("== a\n$ echo a\n> b")?.contains("standard output") ?? false)
        #expect(try report("== a\n$ echo a >&2")?.contains("standard error") ?? false)
        #expect(try report("== a\n$ printf a\n> a")?.contains("no newline") ?? false)
        #expect(try report("== a\n$ exit 1")?.contains("expected 0, got 1") ?? false)
        #expect(try report("== a\n$ kill -PIPE $$")?.contains("got 141") ?? false)
    }

    @Test func hangIsKilledWithItsChildren() throws {
        #expect(try report("== a\n$ sleep 100 | cat\n% limit 0.2")?.contains("killed after 0.2 seconds") ?? false)
    }

    @Test func absentNeedSkips() throws {
        guard case .skipped(let reason) = try verdict("== a\n$ exit 1\n% needs no-such-command") else {
            Issue.record("not skipped")
            return
        }
        #expect(reason == "no-such-command is absent")
    }

    @Test func strayLineIsAnError() throws {
        #expect(throws: TestProblem.self) { try verdict("== a\n$ true\nstray") }
    }
}
