import Foundation

/// A folder of its own for one test, removed with all it holds.
public final class TemporaryFolder: Sendable {
    public let path: String

    public init() throws {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/vaeutils-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw TestProblem("\(base): " + String(cString: strerror(errno)))
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
