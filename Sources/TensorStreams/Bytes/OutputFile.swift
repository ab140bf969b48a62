import Glibc

/// A named file that appears at its path only when it is whole: written to a temporary file in the same folder, synced,
/// then renamed. Where the file system allows, the temporary has no name until then.
///
/// All who write one path give their temporary files one name, so that those who are killed at the worst of moments leave
/// one file in all, which the next one takes away.
final class OutputFile {
    let descriptor: Int32
    private let name: String
    private let target: String
    private let temporary: TemporaryName
    /// Where the file can be found until it is renamed.
    private var place: String?

    /// Begins a file for `path`; `existing` is what stands there now, if anything (its permissions are kept).
    init(path: String, existing: stat?) throws {
        name = path
        target = existing == nil ? path : Self.resolved(path)
        temporary = TemporaryName(for: target)
        // The name comes by way of /proc in the end, which not every place has.
        let anonymous = access("/proc/self/fd", F_OK) == 0 ? Self.openAnonymous(in: temporary.folder) : -1
        if anonymous >= 0 {
            descriptor = anonymous
        } else {
            guard let (opened, place) = temporary.create() else { throw FileError(name: path, action: "create") }
            descriptor = opened
            self.place = place
        }
        if let existing { fchmod(descriptor, existing.st_mode & 0o7777) }
    }

    deinit {
        if let place { unlink(FileName.bytes(place)) }
        close(descriptor)
    }

    /// Has the system store what was written.
    func sync() throws {
        if retrying({ Int(fsync(descriptor)) }) != 0, errno != EINVAL, errno != EROFS {
            throw FileError(name: name, action: "write")
        }
    }

    /// Gives the file a name in its folder, where it has none yet.
    func takeName() throws { place = try place ?? linked() }

    /// Puts the file at its path.
    func appear() throws {
        for _ in 1...Self.attempts {
            let source = try place ?? linked()
            place = source
            if retrying({ Int(rename(FileName.bytes(source), FileName.bytes(target))) }) == 0 {
                place = nil
                return
            }
            // Another process that wrote the same path has taken the name: that file was whole, and this one follows it.
            guard errno == ENOENT else { break }
            place = nil
        }
        throw FileError(name: name, action: "create")
    }

    private static let attempts = 16

    /// Gives the nameless file a name in its folder.
    private func linked() throws -> String {
        let source = "/proc/self/fd/\(descriptor)"
        for candidate in temporary.candidates {
            let path = FileName.bytes(candidate)
            let code = retrying { Int(linkat(AT_FDCWD, source, AT_FDCWD, path, AT_SYMLINK_FOLLOW)) }
            if code == 0 { return candidate }
            if errno != EEXIST { break }
            unlink(path)
        }
        throw FileError(name: name, action: "create")
    }

    private static func openAnonymous(in folder: String) -> Int32 {
        // `O_TMPFILE`, which the C header builds from other macros.
        let flag: Int32 = 0o20_000_000 | O_DIRECTORY
        return Int32(
            truncatingIfNeeded: retrying { Int(open(FileName.bytes(folder), flag | O_WRONLY | O_CLOEXEC, 0o666)) })
    }

    /// The file a link stands for, so that writing through a link keeps the link.
    static func resolved(_ path: String) -> String {
        guard let absolute = realpath(FileName.bytes(path), nil) else { return path }
        defer { free(absolute) }
        return FileName.text(
            UnsafeBufferPointer(start: absolute, count: strlen(absolute)).map { UInt8(bitPattern: $0) })
    }
}
