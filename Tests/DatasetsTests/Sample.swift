import Glibc
import TensorStreams
import TestSupport

import Datasets

/// A small made-up data set, and a folder to fetch it into.
struct Sample {
    let folder: TemporaryFolder
    let images: [UInt8]
    let packed: [UInt8]
    let part: Part
    let dataSet: DataSet

    /// An IDX file of made-up images, its checksum taken unpacked or as stored (then packed).
    init(form: RemoteFile.Form = .unpacked, mirrors: [String] = []) throws {
        folder = try TemporaryFolder()
        images = Self.images(count: 60, seed: 7)
        packed = Packing.gzip(images)
        let stored = form == .stored ? packed : images
        let file = RemoteFile(
            name: form == .stored ? "images.gz" : "images", size: stored.count, sha256: Self.digest(stored), form: form)
        part = Part(split: .train, kind: .images, file: file, content: .idx)
        dataSet = DataSet(
            name: "sample", folder: "sample", installedFolders: ["sample"], mirrors: mirrors, parts: [part])
    }

    static func images(count: Int, seed: UInt64) -> [UInt8] {
        var random = RandomSource(seed: seed)
        let header: [UInt8] = [0, 0, 8, 3, 0, 0, 0, UInt8(count), 0, 0, 0, 28, 0, 0, 0, 28]
        return header + (0..<count * 784).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }

    static func digest(_ bytes: [UInt8]) -> String {
        var digest = SHA256()
        bytes.withUnsafeBytes { digest.update($0) }
        return digest.hexadecimal()
    }

    var cacheFolder: String { folder.path + "/cache/sample" }

    var settings: FetchSettings {
        var settings = FetchSettings(cache: folder.path + "/cache", temporary: folder.path)
        settings.patience.connecting = 1
        settings.patience.answering = 1
        settings.patience.stalling = 1
        settings.patience.attempts = 3
        settings.patience.firstPause = 0.01
        settings.patience.longestPause = 2
        return settings
    }

    /// Fetches from one mirror and returns what is written, and the notes made.
    @discardableResult
    func fetch(from mirror: String?, settings changed: FetchSettings? = nil, notes: Notes = Notes()) throws -> [UInt8] {
        var settings = changed ?? settings
        settings.mirror = mirror
        let fetcher = Fetcher(settings, observer: FetchObserver(note: { notes.lines.append($0) }))
        return try Self.written(fetcher.fetch(part, of: dataSet), in: folder)
    }

    static func written(_ fetched: FetchedPart, in folder: TemporaryFolder) throws -> [UInt8] {
        let path = folder.path + "/written"
        try fetched.write(to: ByteWriter.create(path))
        return File.bytes(path) ?? []
    }

    final class Notes {
        var lines: [String] = []
    }
}

extension File {
    /// Writes a file whole.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let writer = try ByteWriter.create(path)
        try writer.write(bytes)
        try writer.finish()
    }
}
