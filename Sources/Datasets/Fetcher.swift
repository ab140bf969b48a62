import Glibc
import TensorStreams

/// Where to look for data sets, and how long.
public struct FetchSettings: Sendable {
    /// The folder that keeps what was fetched; nil to keep nothing.
    public var cache: String?
    /// The folders that packages install data sets below.
    public var installed: [String]
    /// A mirror to ask alone, instead of those the data set names.
    public var mirror: String?
    /// A mirror to ask before those the data set names.
    public var preferredMirror: String?
    /// The folder for files that cannot be kept.
    public var temporary: String
    public var patience = Patience()

    public init(
        cache: String?, installed: [String] = [], mirror: String? = nil, preferredMirror: String? = nil,
        temporary: String = "/tmp"
    ) {
        self.cache = cache
        self.installed = installed
        self.mirror = mirror
        self.preferredMirror = preferredMirror
        self.temporary = temporary
    }
}

/// What a fetcher says while it works.
public struct FetchObserver {
    /// A line for the user.
    public var note: (String) -> Void
    /// The file's name, the bytes there are and, where known, the bytes there will be.
    public var progress: (String, Int, Int?) -> Void

    public init(
        note: @escaping (String) -> Void = { _ in }, progress: @escaping (String, Int, Int?) -> Void = { _, _, _ in }
    ) {
        self.note = note
        self.progress = progress
    }
}

/// Gets the files of data sets: from the cache, else from installed data sets, else from mirrors into the cache.
///
/// Nothing is handed out before its checksum holds, wherever it comes from; where none is known, before it holds what it
/// should.
public final class Fetcher {
    private let settings: FetchSettings
    private let observer: FetchObserver
    /// Archives that were checked already and hold more than one part.
    private var archives: [RemoteFile: VerifiedData] = [:]
    /// Mirrors that failed as a whole, and how.
    private var failedMirrors: [String: String] = [:]
    private var cacheProblem: String?
    /// Seconds spent on servers that did not answer.
    private var secondsLost = 0.0

    public init(_ settings: FetchSettings, observer: FetchObserver = FetchObserver()) {
        self.settings = settings
        self.observer = observer
    }

    /// Gets one part of a data set.
    ///
    /// - Throws: `FetchError` when nobody has it, `FileError` when it cannot be kept anywhere.
    public func fetch(_ part: Part, of dataSet: DataSet) throws -> FetchedPart {
        if let archive = archives[part.file] {
            return FetchedPart(part: part, data: archive, temporary: settings.temporary)
        }
        let data = try locate(part.file, of: dataSet)
        if part.content.isShared { archives[part.file] = data }
        if part.file.sha256 == nil, case .file(let open) = data {
            observer.note(
                "\(part.file.name): no checksum of it is published: only what it holds was checked; its SHA-256 is"
                    + " \(try SHA256.hexadecimal(of: open))")
        }
        return FetchedPart(part: part, data: data, temporary: settings.temporary)
    }

    private func locate(_ file: RemoteFile, of dataSet: DataSet) throws -> VerifiedData {
        var tried: [String] = []
        if let cache = settings.cache.map(CacheFolder.init) {
            let folder = cache.folder(of: dataSet)
            if let data = cached(file, in: folder) { return data }
            tried.append("not in the cache (\(folder))")
        }
        let places = settings.installed.flatMap { root in dataSet.installedFolders.map { root + "/" + $0 } }
        for folder in places {
            if let data = installed(file, in: folder) { return data }
        }
        if !places.isEmpty { tried.append("not installed (\(places.joined(separator: ", ")))") }
        let mirrors = try mirrors(for: dataSet)
        for mirror in mirrors {
            if let data = try fetch(file, of: dataSet, from: mirror, &tried) { return data }
        }
        throw FetchError.unavailable(dataSet: dataSet.name, file: file.name, tried: tried)
    }

    // MARK: On this machine

    private func cached(_ file: RemoteFile, in folder: String) -> VerifiedData? {
        for name in file.storedNames {
            let path = folder + "/" + name
            guard let open = OpenFile.reading(path) else { continue }
            if let verified = try? Verification(of: open, as: file), case .good(let data) = verified { return data }
            observer.note("\(path): damaged in the cache: fetching it again")
            if open.isAt(path) { unlink(FileName.bytes(path)) }
        }
        return nil
    }

    private func installed(_ file: RemoteFile, in folder: String) -> VerifiedData? {
        for name in file.storedNames {
            let path = folder + "/" + name
            guard let open = OpenFile.reading(path) else { continue }
            if let verified = try? Verification(of: open, as: file), case .good(let data) = verified { return data }
            observer.note("\(path): not the right file: looking elsewhere")
        }
        return nil
    }

    // MARK: Mirrors

    private func mirrors(for dataSet: DataSet) throws -> [[Mirror]] {
        if let only = settings.mirror { return [try Mirror(only).folders(for: dataSet)] }
        var mirrors: [[Mirror]] = []
        if let first = settings.preferredMirror { mirrors.append(try Mirror(first).folders(for: dataSet)) }
        return mirrors + (try dataSet.mirrors.map { [try Mirror($0)] })
    }

    /// Tries the folders of one mirror.
    private func fetch(
        _ file: RemoteFile, of dataSet: DataSet, from folders: [Mirror], _ tried: inout [String]
    ) throws -> VerifiedData? {
        guard let name = folders.first?.name else { return nil }
        var problems: [String] = failedMirrors[name].map { [$0] } ?? []
        folders: for folder in folders where problems.isEmpty || failedMirrors[name] == nil {
            for storedName in file.storedNames {
                let start = Clock.now
                let outcome = try download(folder.url(of: storedName), storedName, file, dataSet)
                if case .unreachable = outcome { secondsLost += Clock.now - start }
                switch outcome {
                case .verified(let data): return data
                case .failed(let problem): if !problems.contains(problem) { problems.append(problem) }
                case .serverFailed(let problem), .unreachable(let problem):
                    failedMirrors[name] = problem
                    problems.append(problem)
                    break folders
                }
            }
        }
        tried.append("\(name): \(problems.joined(separator: ", "))")
        return nil
    }

    /// Downloads into the cache, or where that cannot be written into a file without a name.
    private func download(_ url: String, _ storedName: String, _ file: RemoteFile, _ dataSet: DataSet) throws
        -> Download.Outcome
    {
        let patience = settings.patience.afterWaiting(secondsLost)
        let download = Download(url: url, file: file, patience: patience) { [observer] done, total in
            observer.progress(storedName, done, total ?? (file.form == .stored ? file.size : nil))
        }
        if let cache = settings.cache, cacheProblem == nil {
            do {
                return try self.download(download, to: CacheFolder(path: cache), as: storedName, dataSet)
            } catch let error as FileError {
                cacheProblem = error.description
                observer.note("\(error): not kept in the cache")
            }
        }
        let part = try PartialFile.anonymous(in: settings.temporary, name: storedName)
        return try download.run(into: part)
    }

    private func download(
        _ download: Download, to cache: CacheFolder, as storedName: String, _ dataSet: DataSet
    ) throws -> Download.Outcome {
        try cache.prepare(for: dataSet)
        let path = cache.folder(of: dataSet) + "/" + storedName
        let part = try PartialFile.locked(for: path) {
            observer.note("another process is fetching \(storedName): waiting for it")
        }
        guard let part else {
            // The other process has it now.
            if let data = cached(download.file, in: cache.folder(of: dataSet)) { return .verified(data) }
            return .failed("another process left a damaged file")
        }
        do {
            let outcome = try download.run(into: part)
            if case .verified = outcome { try part.commit() } else if part.size == 0 { part.discard() }
            return outcome
        } catch {
            // What cannot be finished, on a full disk say, should not take up room.
            part.discard()
            throw error
        }
    }
}
