import Glibc
import TestSupport
import Testing

import Datasets

/// Where files are looked for, in which order, and what is kept.
@Suite(.enabled(if: LoopbackServer.isReachable, "127.0.0.1 cannot be reached"))
struct FetcherTests {
    @Test func mirrorThenCache() throws {
        let sample = try Sample()
        let server = try LoopbackServer { [packed = sample.packed] request in
            request.path == "/images.gz" ? .file(packed) : .status(404)
        }
        #expect(try sample.fetch(from: server.url) == sample.images)
        #expect(File.names(in: sample.cacheFolder) == ["images.gz"])
        let before = server.requests.count
        #expect(try sample.fetch(from: server.url) == sample.images)
        #expect(server.requests.count == before)
    }

    @Test func unpackedMirror() throws {
        let sample = try Sample()
        let server = try LoopbackServer { [images = sample.images] request in
            request.path == "/images" ? .file(images) : .status(404)
        }
        #expect(try sample.fetch(from: server.url) == sample.images)
        #expect(File.names(in: sample.cacheFolder) == ["images"])
    }

    @Test func folderOfThatName() throws {
        let sample = try Sample()
        let server = try LoopbackServer { [packed = sample.packed] request in
            request.path == "/data/sample/images.gz" ? .file(packed) : .status(404)
        }
        #expect(try sample.fetch(from: server.url + "data") == sample.images)
        #expect(server.requests.first?.path == "/data/sample/images.gz")
    }

    @Test func preferredMirrorThenOwn() throws {
        let server = try LoopbackServer { _ in .status(404) }
        let own = try TemporaryFolder()
        let sample = try Sample(mirrors: [own.path])
        try File.write(sample.packed, to: own.path + "/images.gz")
        var settings = sample.settings
        settings.preferredMirror = server.url
        #expect(try sample.fetch(from: nil, settings: settings) == sample.images)
        #expect(!server.requests.isEmpty)
    }

    @Test func installedBeforeMirrors() throws {
        let sample = try Sample()
        let installed = sample.folder.path + "/installed"
        mkdir(installed, 0o777)
        mkdir(installed + "/sample", 0o777)
        try File.write(sample.images, to: installed + "/sample/images")
        var settings = sample.settings
        settings.installed = [installed]
        #expect(try sample.fetch(from: sample.folder.path, settings: settings) == sample.images)
        #expect(!File.exists(sample.cacheFolder))
        try File.write(Array(sample.images.dropLast()), to: installed + "/sample/images")
        let notes = Sample.Notes()
        #expect(throws: FetchError.self) {
            try sample.fetch(from: sample.folder.path, settings: settings, notes: notes)
        }
        #expect(notes.lines == ["\(installed)/sample/images: not the right file: looking elsewhere"])
    }

    @Test(arguments: [RemoteFile.Form.unpacked, .stored]) func tamperedCacheIsFetchedAgain(form: RemoteFile.Form) throws
    {
        let sample = try Sample(form: form)
        let server = try LoopbackServer { [packed = sample.packed] request in
            request.path == "/images.gz" ? .file(packed) : .status(404)
        }
        #expect(try sample.fetch(from: server.url) == sample.images)
        let cached = sample.cacheFolder + "/images.gz"
        var tampered = sample.packed
        tampered[sample.packed.count / 2] ^= 1
        for bytes in [tampered, Array(sample.packed.dropLast(9)), sample.packed + [0, 1], []] {
            try File.write(bytes, to: cached)
            let notes = Sample.Notes()
            #expect(try sample.fetch(from: server.url, notes: notes) == sample.images)
            #expect(notes.lines == ["\(cached): damaged in the cache: fetching it again"])
            #expect(File.bytes(cached) == sample.packed)
        }
    }

    @Test func unusableCache() throws {
        let sample = try Sample()
        try File.write([], to: sample.folder.path + "/cache")
        let server = try LoopbackServer { [packed = sample.packed] _ in .file(packed) }
        let notes = Sample.Notes()
        #expect(try sample.fetch(from: server.url, notes: notes) == sample.images)
        #expect(notes.lines.count == 1 && notes.lines[0].hasSuffix("not kept in the cache"))
        var settings = sample.settings
        settings.cache = nil
        #expect(try sample.fetch(from: server.url, settings: settings) == sample.images)
    }

    @Test func nowhere() throws {
        let sample = try Sample()
        let server = try LoopbackServer { _ in .status(404) }
        do {
            try sample.fetch(from: server.url)
            Issue.record("it came from nowhere")
        } catch let error as FetchError {
            let expected = FetchError.unavailable(
                dataSet: "sample", file: "images",
                tried: ["not in the cache (\(sample.cacheFolder))", "127.0.0.1:\(server.port): HTTP status 404"])
            #expect(error == expected)
        }
        #expect(File.names(in: sample.cacheFolder).isEmpty)
    }
}
