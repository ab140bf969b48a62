/// Finds an array in an archive of NumPy arrays (npz: a ZIP archive of a file NAME.npy for each array).
public enum NPYArchive {
    /// The bytes of the array called `name`, or `bytes` themselves where they are no archive and no name is given.
    ///
    /// Other members are passed over, whatever they hold. Throws `NPYArchiveError`, `ZipError`, `FileKindError` or `FileError`.
    public static func open(_ bytes: ByteReader, array name: String?) throws -> ByteReader {
        guard try bytes.startsWith(ZipMember.signature) else {
            if let name { throw NPYArchiveError(name: bytes.name, reason: .noArchive(name)) }
            return bytes
        }
        let archive = ZipReader(bytes)
        var present: [String] = []
        while let member = try archive.next() {
            guard member.name.hasSuffix(".npy") else {
                let error = FileKindError(
                    name: bytes.name, start: archive.header, expected: "a NumPy array", besides: [.arrays])
                if present.isEmpty, let error { throw error }
                try archive.skip(member)
                continue
            }
            let array = String(member.name.dropLast(4))
            if array == name { return try archive.open(member, name: "\(bytes.name): \(array)") }
            present.append(array)
            try archive.skip(member)
        }
        throw NPYArchiveError(name: bytes.name, reason: .absent(name, present: present))
    }
}

/// Why no array of an archive can be read.
public struct NPYArchiveError: Error, Equatable, CustomStringConvertible {
    public enum Reason: Equatable, Sendable {
        case noArchive(String)
        /// The array asked for, or nil where none was.
        case absent(String?, present: [String])
    }

    public let name: String
    public let reason: Reason

    public var description: String {
        switch reason {
        case .noArchive(let array):
            "\(name): no archive of NumPy arrays (npz), so that there is no array \(array) in it"
        case .absent(nil, let present):
            "\(name): an archive of NumPy arrays (npz): --array names one of \(present.joined(separator: ", "))"
        case .absent(let array?, let present):
            "\(name): no array \(array); there are: \(present.joined(separator: " "))"
        }
    }
}
