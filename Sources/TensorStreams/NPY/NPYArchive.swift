/// Finds an array in an archive of NumPy arrays (npz: a ZIP archive of a file NAME.npy for each array).
enum NPYArchive {
    /// The bytes of the array called `name`.
    ///
    /// Other members are passed over, whatever they hold. Throws `ArrayFileError`, `ZipError`, `FileKindError` or `FileError`.
    static func open(_ bytes: ByteReader, array name: String?) throws -> ByteReader {
        let archive = ZipReader(bytes)
        var present: [ArrayFileError.Member] = []
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
            present.append(ArrayFileError.Member(name: array))
            try archive.skip(member)
        }
        throw ArrayFileError(name: bytes.name, reason: .absent(name, present: present, in: .arrays))
    }
}
