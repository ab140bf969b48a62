import TestSupport
import Testing

/// The files of `Cases/`, one for each command or subject, against the built commands.
@Suite struct GoldenTests {
    static let folder = Package.root + "/Tests/CommandTests/Cases"

    static let files: [String] = File.names(in: folder).filter { $0.hasSuffix(".cases") }

    @Test(arguments: files) func cases(file: String) throws {
        for golden in try GoldenCase.read(Self.folder + "/" + file, named: file) {
            switch try golden.run(patience: Package.isSanitized ? 10 : 1) {
            case .passed: break
            case .skipped(let reason): print("skipped: \(golden): \(reason)")
            case .failed(let report): Issue.record("\(golden)\n\(report)")
            }
        }
    }
}
