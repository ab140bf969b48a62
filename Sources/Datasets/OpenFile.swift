import Glibc
import TensorStreams

/// An open descriptor that closes itself, and the name messages call it by.
package final class OpenFile {
    let descriptor: Int32
    let name: String

    init(descriptor: Int32, name: String) {
        self.descriptor = descriptor
        self.name = name
    }

    deinit { close(descriptor) }

    /// A regular file opened for reading, or nil where there is none that can be read.
    package static func reading(_ path: String) -> OpenFile? {
        let descriptor = retrying { Int(open(FileName.bytes(path), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) }
        guard descriptor >= 0 else { return nil }
        let file = OpenFile(descriptor: Int32(descriptor), name: path)
        return file.isRegular ? file : nil
    }

    private var isRegular: Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Bytes in the file.
    func size() throws -> Int {
        var status = stat()
        if fstat(descriptor, &status) != 0 { throw FileError(name: name, action: "examine") }
        return Int(status.st_size)
    }

    func rewind() throws {
        if lseek(descriptor, 0, SEEK_SET) < 0 { throw FileError(name: name, action: "seek") }
    }

    /// Reads at a place of the file, as much as there is up to the target's length; 0 is the end.
    func read(into target: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        let count = retrying { pread(descriptor, target.baseAddress, target.count, offset) }
        if count < 0 { throw FileError(name: name, action: "read") }
        return count
    }

    /// `count` bytes from a place of the file; fewer where it ends.
    func bytes(_ count: Int, at offset: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { target, filled in
            while filled < count {
                let rest = UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(target)[filled..<count])
                let read = try self.read(into: rest, at: offset + filled)
                if read == 0 { break }
                filled += read
            }
        }
    }

    /// Whether the path still leads to this file: another process may have renamed it meanwhile.
    func isAt(_ path: String) -> Bool {
        var here = stat()
        var there = stat()
        return fstat(descriptor, &here) == 0 && lstat(FileName.bytes(path), &there) == 0 && here.st_ino == there.st_ino
            && here.st_dev == there.st_dev
    }
}
