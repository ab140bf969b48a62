import Glibc

/// A folder that files are to be found in.
package enum InputFolder {
    /// The names of what lies in the folder at `path`, without `.` and `..`, in no order; `kind` is as in dirent.h
    /// (`DT_DIR`, …). Throws `FileError`, with `name` for the folder.
    package static func entries(
        of path: UnsafePointer<CChar>, name: String
    ) throws -> [(name: [UInt8], kind: Int)] {
        let descriptor = Int32(
            truncatingIfNeeded: retrying { Int(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) })
        guard descriptor >= 0 else { throw FileError(name: name, action: "open") }
        guard let stream = fdopendir(descriptor) else {
            defer { close(descriptor) }
            throw FileError(name: name, action: "open")
        }
        defer { closedir(stream) }
        var entries: [(name: [UInt8], kind: Int)] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw FileError(name: name, action: "read") }
                return entries
            }
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if bytes != Array(".".utf8), bytes != Array("..".utf8) {
                entries.append((bytes, Int(entry.pointee.d_type)))
            }
        }
    }
}
