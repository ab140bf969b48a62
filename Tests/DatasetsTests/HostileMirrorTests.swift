import Glibc
import TensorStreams
import TestSupport
import Testing

import Datasets

/// Nothing that a mirror can do brings unverified bytes to the output or to the cache, or keeps us waiting for long.
@Suite(.enabled(if: LoopbackServer.isReachable, "127.0.0.1 cannot be reached"))
struct HostileMirrorTests {
    /// Fetches, expects failure, and returns what is said of the mirror. Neither cache nor output may hold anything.
    private func complaint(
        form: RemoteFile.Form = .unpacked, within seconds: Double = 30,
        _ answer: @escaping @Sendable (Sample, LoopbackServer.Request) -> LoopbackServer.Answer
    ) throws -> String {
        let sample = try Sample(form: form)
        let server = try LoopbackServer { answer(sample, $0) }
        let start = Clock.now
        var complaint = ""
        do {
            try sample.fetch(from: server.url)
            Issue.record("it was accepted")
        } catch FetchError.unavailable(_, _, let tried) {
            complaint = String((tried.last ?? "").drop { $0 != " " }.dropFirst())
        }
        #expect(Clock.now - start < seconds)
        #expect(!File.exists(sample.folder.path + "/written"))
        #expect(File.names(in: sample.cacheFolder).allSatisfy { $0.hasSuffix(".part") })
        return complaint
    }

    @Test(arguments: [RemoteFile.Form.unpacked, .stored]) func wrongBytesOfTheRightSize(form: RemoteFile.Form) throws {
        let text = try complaint(form: form) { sample, _ in
            var bytes = form == .stored ? sample.packed : sample.images
            bytes[bytes.count - 1] ^= 1
            return .file(bytes)
        }
        #expect(text == "not the right file: its SHA-256 differs")
    }

    @Test(arguments: [RemoteFile.Form.unpacked, .stored]) func webPage(form: RemoteFile.Form) throws {
        let text = try complaint(form: form) { _, _ in .status(200, body: "\n<!doctype html><title>Log in</title>") }
        #expect(text == "not the right file: it is a web page")
    }

    @Test func emptyFile() throws {
        #expect(try complaint { _, _ in .file([]) } == "the file is cut short")
    }

    /// It is asked for what is missing once, and not for the whole again.
    @Test(arguments: [RemoteFile.Form.unpacked, .stored]) func fileThatIsCutShort(form: RemoteFile.Form) throws {
        let sample = try Sample(form: form)
        let server = try LoopbackServer { [packed = sample.packed] _ in .file(Array(packed.dropLast(100))) }
        let error = #expect(throws: FetchError.self) { try sample.fetch(from: server.url) }
        #expect(error?.description.contains("the file is cut short: name a mirror") ?? false)
        // Two folders, in each two names that the unpacked file may have, and two requests for each.
        #expect(server.requests.count <= 8 && File.names(in: sample.cacheFolder).isEmpty)
    }

    @Test func gzipBomb() throws {
        let bomb = Packing.gzip([UInt8](repeating: 0, count: 40_000_000))
        let text = try complaint { _, _ in .file(bomb) }
        #expect(text == "not the right file: it is longer than 47056 bytes")
    }

    @Test(arguments: [RemoteFile.Form.unpacked, .stored]) func bytesWithoutEnd(form: RemoteFile.Form) throws {
        let text = try complaint(form: form) { _, _ in .flood }
        #expect(text == "not the right file: it is longer than it can be")
    }

    @Test func slowBytesWithoutEnd() throws {
        #expect(try complaint(within: 15) { _, _ in .dribble } == "too slow")
    }

    @Test func silence() throws {
        #expect(try complaint(within: 15) { _, _ in .silence } == "no answer")
    }

    @Test func closedConnection() throws {
        #expect(try complaint { _, _ in .hangUp } == "Server returned nothing (no headers, no data)")
    }

    @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "dict://127.0.0.1/x"])
    func redirectionToAnotherScheme(target: String) throws {
        #expect(try complaint { _, _ in .redirect(target) } == "redirected to something other than HTTP")
    }

    @Test func redirectionInACircle() throws {
        #expect(try complaint { _, request in .redirect(request.path) } == "redirected more than 5 times")
    }

    @Test func serverErrors() throws {
        #expect(try complaint { _, _ in .status(500) } == "HTTP status 500")
        #expect(try complaint { _, _ in .status(404) } == "HTTP status 404")
        #expect(try complaint { _, _ in .status(418) } == "HTTP status 418")
        let later = try complaint(within: 15) { _, _ in .status(503, headers: ["Retry-After: 3600"]) }
        #expect(later == "HTTP status 503, asks to come back in 3600 s")
    }

    @Test func endlessCuts() throws {
        let text = try complaint(form: .stored) { sample, _ in .cut(sample.packed, after: 0) }
        #expect(text.hasPrefix("Transferred a partial file"))
    }

    @Test func unreachableMirrorIsAskedOnce() throws {
        let sample = try Sample()
        let server = try LoopbackServer { _ in .silence }
        #expect(throws: FetchError.self) { try sample.fetch(from: server.url) }
        #expect(server.requests.count == 1)
    }

    @Test func deafMirror() throws {
        let sample = try Sample()
        let port = try LoopbackServer.deafPort()
        let start = Clock.now
        for _ in 0..<3 {
            #expect(throws: FetchError.self) { try sample.fetch(from: "http://127.0.0.1:\(port)/") }
        }
        #expect(Clock.now - start < 9)
    }

    @Test func secondSilentMirrorIsGivenUpSooner() throws {
        let silent = try (0..<3).map { _ in try LoopbackServer { _ in .silence } }
        let sample = try Sample(mirrors: silent.map(\.url))
        var settings = sample.settings
        settings.patience.answering = 3
        let start = Clock.now
        #expect(throws: FetchError.self) { try sample.fetch(from: nil, settings: settings) }
        #expect(Clock.now - start < 8)
    }
}
