import Glibc
import TensorStreams

/// A download under way: a `.part` file that this process alone writes, and that a later one can go on with.
final class PartialFile {
    let open: OpenFile
    private let partPath: String?
    private let finalPath: String?
    private(set) var size: Int

    private init(open: OpenFile, partPath: String?, finalPath: String?) throws {
        self.open = open
        self.partPath = partPath
        self.finalPath = finalPath
        size = try open.size()
    }

    /// The `.part` file of `path`, locked; nil when `path` itself has appeared while another process held the lock.
    ///
    /// - Parameter waiting: called once when another process holds the lock.
    static func locked(for path: String, waiting: () -> Void) throws -> PartialFile? {
        let partPath = path + ".part"
        var hasWaited = false
        while true {
            let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
            let descriptor = Int32(retrying { Int(Glibc.open(FileName.bytes(partPath), flags, 0o666)) })
            if descriptor < 0 { throw FileError(name: partPath, action: "create") }
            let file = OpenFile(descriptor: descriptor, name: partPath)
            if retrying({ Int(flock(descriptor, LOCK_EX | LOCK_NB)) }) == 0 {
                if file.isAt(partPath) { return try PartialFile(open: file, partPath: partPath, finalPath: path) }
            } else if errno == EWOULDBLOCK {
                if !hasWaited { waiting() }
                hasWaited = true
                usleep(50_000)
            } else {
                throw FileError(name: partPath, action: "lock")
            }
            if hasWaited, access(FileName.bytes(path), R_OK) == 0 { return nil }
        }
    }

    /// A file without a name in a folder, gone with this process.
    static func anonymous(in folder: String, name: String) throws -> PartialFile {
        var template = FileName.bytes("\(folder)/.vaeutils-XXXXXX")
        let descriptor = mkstemp(&template)
        if descriptor < 0 { throw FileError(name: folder, action: "create a temporary file") }
        unlink(template)
        let file = OpenFile(descriptor: descriptor, name: name)
        return try PartialFile(open: file, partPath: nil, finalPath: nil)
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = retrying { pwrite(open.descriptor, rest.baseAddress, rest.count, size) }
            if count <= 0 { throw FileError(name: open.name, action: "write", code: count == 0 ? ENOSPC : errno) }
            size += count
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        }
    }

    func truncate() throws {
        if retrying({ Int(ftruncate(open.descriptor, 0)) }) != 0 { throw FileError(name: open.name, action: "write") }
        size = 0
    }

    /// Puts the whole file at its path; its checksum holds.
    func commit() throws {
        guard let partPath, let finalPath else { return }
        if retrying({ Int(fsync(open.descriptor)) }) != 0 { throw FileError(name: partPath, action: "write") }
        if retrying({ Int(rename(FileName.bytes(partPath), FileName.bytes(finalPath))) }) != 0 {
            throw FileError(name: finalPath, action: "create")
        }
    }

    /// Removes an empty or worthless `.part` file.
    func discard() {
        if let partPath { unlink(FileName.bytes(partPath)) }
    }
}
