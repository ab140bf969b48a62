import Glibc
import TensorStreams
import TestSupport
import Testing

import Datasets

/// What goes wrong and is got over.
@Suite(.enabled(if: LoopbackServer.isReachable, "127.0.0.1 cannot be reached"))
struct DownloadTests {
    @Test(arguments: [1, 2, 100, 4000, 20000, 40000, -9, -1], [RemoteFile.Form.unpacked, .stored])
    func cutThenResumed(at place: Int, form: RemoteFile.Form) throws {
        let sample = try Sample(form: form)
        let cut = place < 0 ? sample.packed.count + place : place
        let server = try LoopbackServer { [packed = sample.packed] request in
            request.path != "/images.gz"
                ? .status(404) : request.earlier == 0 ? .cut(packed, after: cut) : .file(packed)
        }
        #expect(try sample.fetch(from: server.url) == sample.images)
        #expect(server.requests.last?.offset == cut)
    }

    @Test func cutAgainAndAgain() throws {
        let sample = try Sample(form: .stored)
        let server = try LoopbackServer { [packed = sample.packed] _ in .cut(packed, after: 5000) }
        #expect(try sample.fetch(from: server.url) == sample.images)
    }

    @Test func cutWithoutAnnouncedLength() throws {
        let sample = try Sample()
        let server = try LoopbackServer { [packed = sample.packed] request in
            request.path != "/images.gz"
                ? .status(404) : request.earlier == 0 ? .unmeasured(Array(packed.prefix(9000))) : .file(packed)
        }
        #expect(try sample.fetch(from: server.url) == sample.images)
    }

    @Test func serverThatDoesNotResume() throws {
        let sample = try Sample(form: .stored)
        let server = try LoopbackServer { [packed = sample.packed] request in
            request.earlier == 0 ? .status(404) : request.earlier == 1 ? .cut(packed, after: 3000) : .whole(packed)
        }
        _ = try? sample.fetch(from: server.url)
        #expect(try sample.fetch(from: server.url) == sample.images)
    }

    @Test(arguments: [1, 500, 100_000]) func partOfSomethingElse(count: Int) throws {
        let sample = try Sample()
        let server = try LoopbackServer { [packed = sample.packed] request in
            request.path == "/images.gz" ? .file(packed) : .status(404)
        }
        try CacheFolder(path: sample.folder.path + "/cache").prepare(for: sample.dataSet)
        try File.write([UInt8](repeating: 65, count: count), to: sample.cacheFolder + "/images.gz.part")
        #expect(try sample.fetch(from: server.url) == sample.images)
        #expect(File.names(in: sample.cacheFolder) == ["images.gz"])
    }

    @Test func partThatIsWholeNeedsNoServer() throws {
        let sample = try Sample()
        try CacheFolder(path: sample.folder.path + "/cache").prepare(for: sample.dataSet)
        try File.write(sample.packed, to: sample.cacheFolder + "/images.gz.part")
        #expect(try sample.fetch(from: "http://127.0.0.1:1/") == sample.images)
        #expect(File.names(in: sample.cacheFolder) == ["images.gz"])
    }

    @Test func errorsThatPass() throws {
        let sample = try Sample(form: .stored)
        let server = try LoopbackServer { [packed = sample.packed] request in
            switch request.earlier {
            case 0: .status(503, headers: ["Retry-After: 1"])
            case 1: .hangUp
            default: .file(packed)
            }
        }
        let start = Clock.now
        #expect(try sample.fetch(from: server.url) == sample.images)
        #expect(Clock.now - start >= 1)
    }

    @Test func redirection() throws {
        let sample = try Sample(form: .stored)
        let server = try LoopbackServer { [packed = sample.packed] request in
            request.path == "/elsewhere" ? .file(packed) : .redirect("/elsewhere")
        }
        #expect(try sample.fetch(from: server.url) == sample.images)
    }

    @Test func twoAtOnce() async throws {
        let sample = try Sample(form: .stored)
        let server = try LoopbackServer { [packed = sample.packed] request in
            usleep(200_000)
            return .file(packed)
        }
        let copies = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for number in 0..<4 {
                group.addTask {
                    var settings = sample.settings
                    settings.mirror = server.url
                    let fetched = try Fetcher(settings).fetch(sample.part, of: sample.dataSet)
                    let folder = try TemporaryFolder()
                    return try Sample.written(fetched, in: folder) + (number < 0 ? [0] : [])
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(copies.allSatisfy { $0 == sample.images })
        #expect(server.requests.count == 1)
        #expect(File.names(in: sample.cacheFolder) == ["images.gz"])
    }
}
