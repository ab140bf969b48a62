import Glibc

/// An output that another process is at work on.
public struct OutputInUse: Error, Equatable, CustomStringConvertible {
    public let name: String

    public init(name: String) { self.name = name }

    public var description: String { "\(name): another run is writing it: wait for its end, or name another one" }
}

/// What tells others, from before long work to its end, that an output is being written.
///
/// No file is made for it, and the system takes it away with the process, however that ends: it is a lock (fcntl(2), "open
/// file description locks") on the output's folder, of one byte at a place that the output's name picks. A folder cannot be
/// locked for writing; but all may lock it for reading, and ask whether another could be locked for writing.
public final class OutputClaim: Sendable {
    private let folder: Int32
    private let place: Int

    /// Claims what will be at `path`; nil where nothing can be claimed: for pipes and devices, and where the file system
    /// knows no such locks.
    ///
    /// - Throws: `OutputInUse` where another has claimed it.
    public static func take(_ path: String) throws(OutputInUse) -> OutputClaim? {
        guard ByteWriter.replaces(path) else { return nil }
        guard let claim = OutputClaim(TemporaryName(for: OutputFile.resolved(path))) else { return nil }
        // Two that ask in the same instant see each other: each stands back for a time of its own.
        for attempt in 1...attempts {
            guard claim.lock(F_RDLCK) else { return nil }
            if claim.isAlone { return claim }
            _ = claim.lock(F_UNLCK)
            if attempt < attempts { usleep(.random(in: 1_000...20_000)) }
        }
        throw OutputInUse(name: path)
    }

    private static let attempts = 5

    private init?(_ name: TemporaryName) {
        let opened = retrying { Int(open(FileName.bytes(name.folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) }
        if opened < 0 { return nil }
        folder = Int32(truncatingIfNeeded: opened)
        place = Int(name.hash >> 2)
    }

    deinit { close(folder) }

    private func byte(_ type: Int32) -> flock {
        var byte = flock()
        (byte.l_type, byte.l_whence) = (Int16(type), Int16(SEEK_SET))
        (byte.l_start, byte.l_len) = (place, 1)
        return byte
    }

    private func lock(_ type: Int32) -> Bool {
        var byte = byte(type)
        return retrying { Int(fcntl(folder, Self.setLock, &byte)) } == 0
    }

    private var isAlone: Bool {
        var byte = byte(F_WRLCK)
        return fcntl(folder, Self.getLock, &byte) != 0 || byte.l_type == Int16(F_UNLCK)
    }

    /// `F_OFD_GETLK` and `F_OFD_SETLK` of Linux.
    private static let (getLock, setLock): (Int32, Int32) = (36, 37)
}
