import Glibc

/// A named file that appears at its path only when it is whole: written to a temporary file in the same folder, synced,
/// then renamed. Where the file system allows, the temporary has no name until then, so that not even a killed process
/// leaves one behind.
final class OutputFile {
    let descriptor: Int32
    private let name: String
    private let target: String
    private let folder: String
    private var temporary: String?
    private var isOpen = true

    /// Begins a file for `path`; `existing` is what stands there now, if anything (its permissions are kept).
    init(path: String, existing: stat?) throws {
        name = path
        target = existing == nil ? path : Self.resolved(path)
        folder = Self.folder(of: target)
        // The name comes by way of /proc in the end, which not every place has.
        let anonymous =
            access("/proc/self/fd", F_OK) == 0 ? open(folder, Self.anonymousFlag | O_WRONLY | O_CLOEXEC, 0o666) : -1
        if anonymous >= 0 {
            descriptor = anonymous
        } else {
            let candidate = Self.temporaryName(in: folder)
            descriptor = open(candidate, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if descriptor < 0 { throw FileError(name: path, action: "create") }
            temporary = candidate
        }
        if let existing { fchmod(descriptor, existing.st_mode & 0o7777) }
    }

    deinit {
        if isOpen { close(descriptor) }
        if let temporary { unlink(temporary) }
    }

    /// Syncs and closes the file and puts it at its path.
    func commit() throws {
        if retrying({ Int(fsync(descriptor)) }) != 0, errno != EINVAL, errno != EROFS {
            throw FileError(name: name, action: "write")
        }
        let source = try temporary ?? linked()
        temporary = source
        isOpen = false
        if close(descriptor) != 0 { throw FileError(name: name, action: "write") }
        if retrying({ Int(rename(source, target)) }) != 0 { throw FileError(name: name, action: "create") }
        temporary = nil
    }

    /// Gives the nameless file a name in its folder.
    private func linked() throws -> String {
        let candidate = Self.temporaryName(in: folder)
        let source = "/proc/self/fd/\(descriptor)"
        if retrying({ Int(linkat(AT_FDCWD, source, AT_FDCWD, candidate, AT_SYMLINK_FOLLOW)) }) != 0 {
            throw FileError(name: name, action: "create")
        }
        return candidate
    }

    /// `O_TMPFILE`, which the C header builds from other macros.
    private static let anonymousFlag: Int32 = 0o20_000_000 | O_DIRECTORY

    private static func temporaryName(in folder: String) -> String {
        "\(folder)/.vaeutils-\(getpid())-\(UInt32.random(in: 0 ... .max)).tmp"
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The file a link stands for, so that writing through a link keeps the link.
    private static func resolved(_ path: String) -> String {
        guard let absolute = realpath(path, nil) else { return path }
        defer { free(absolute) }
        return String(cString: absolute)
    }
}
