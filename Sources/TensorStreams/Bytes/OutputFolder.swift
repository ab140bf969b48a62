import Glibc

/// A folder that files are to be written into.
public enum OutputFolder {
    /// Makes the folder at `path` and those above it, as far as they are missing. Throws `FileError`.
    public static func make(_ path: String) throws {
        var end = path.startIndex
        while end < path.endIndex {
            end = path.utf8[path.utf8.index(after: end)...].firstIndex(of: UInt8(ascii: "/")) ?? path.endIndex
            let part = String(path[..<end])
            if mkdir(FileName.bytes(part), 0o777) != 0 {
                let code = errno
                if !isFolder(part) {
                    let reason = code == EEXIST ? ENOTDIR : code
                    throw FileError(name: part, action: "create the folder", code: reason)
                }
            }
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(FileName.bytes(path), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
