import Glibc

/// What a file is called in its folder before it is whole.
struct TemporaryName {
    let folder: String
    /// Of the name within the folder: FNV-1a of 64 bits.
    let hash: UInt64
    /// The one name that every process tries first.
    private let shared: String

    init(for path: String) {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let name = slash.map { String(path[path.utf8.index(after: $0)...]) } ?? path
        hash = FileName.bytes(name).reduce(0xCBF2_9CE4_8422_2325) {
            ($0 ^ UInt64(UInt8(bitPattern: $1))) &* 0x100_0000_01B3
        }
        shared = "\(folder)/.vaeutils-\(String(hash, radix: 16)).tmp"
    }

    /// Names to try in turn: the shared one again after what was in its way has been removed, at last one of its own.
    var candidates: [String] { [shared, shared, shared, own] }

    private var own: String { "\(folder)/.vaeutils-\(getpid())-\(UInt32.random(in: 0 ... .max)).tmp" }

    /// Makes an empty file, and holds the lock on it while it is open; nil, with `errno`, where that cannot be.
    func create() -> (descriptor: Int32, path: String)? {
        claimShared().map { ($0, shared) } ?? createOwn()
    }

    private func createOwn() -> (descriptor: Int32, path: String)? {
        let path = own
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
        let descriptor = retrying { Int(open(FileName.bytes(path), flags, 0o666)) }
        return descriptor < 0 ? nil : (Int32(truncatingIfNeeded: descriptor), path)
    }

    /// Takes the shared name over from a process that was killed; nil where one at work has it, or where what bears it is
    /// not such a file.
    private func claimShared() -> Int32? {
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        let opened = retrying { Int(open(FileName.bytes(shared), flags, 0o666)) }
        if opened < 0 { return nil }
        let descriptor = Int32(truncatingIfNeeded: opened)
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0, isOurs(descriptor), ftruncate(descriptor, 0) == 0 {
            return descriptor
        }
        close(descriptor)
        return nil
    }

    /// Whether the descriptor is of the very file that bears the shared name (a process may have renamed it before the
    /// lock was had), a regular one of this user with no other name.
    private func isOurs(_ descriptor: Int32) -> Bool {
        var here = stat()
        var there = stat()
        return fstat(descriptor, &here) == 0 && lstat(FileName.bytes(shared), &there) == 0
            && here.st_ino == there.st_ino && here.st_dev == there.st_dev && here.st_mode & S_IFMT == S_IFREG
            && here.st_nlink == 1 && here.st_uid == geteuid()
    }
}
