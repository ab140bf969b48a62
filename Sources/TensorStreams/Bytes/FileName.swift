import Glibc

/// Names of files as text, though the system's names are bytes that need not be UTF-8.
///
/// A byte that is not part of well-formed UTF-8 is kept as a scalar of the private plane 16, so that the text leads back to
/// the very bytes; so does each byte of those scalars where a name itself holds one.
package enum FileName {
    /// The scalar that stands for byte 0.
    private static let base: UInt32 = 0x10_FE00

    /// The text for the bytes of a name.
    package static func text(_ bytes: some Collection<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        var rest = Array(bytes)[...]
        var decoder = UTF8()
        while !rest.isEmpty {
            var input = rest.makeIterator()
            if case .scalarValue(let scalar) = decoder.decode(&input), byte(of: scalar) == nil {
                text.append(scalar)
                rest = rest.dropFirst(UTF8.width(scalar))
            } else if let first = rest.popFirst(), let scalar = Unicode.Scalar(base + UInt32(first)) {
                text.append(scalar)
            }
            decoder = UTF8()
        }
        return String(text)
    }

    /// The bytes of a name, ended by a zero: what system calls take.
    package static func bytes(_ text: String) -> [CChar] {
        var bytes: [CChar] = []
        for scalar in text.unicodeScalars {
            if let byte = byte(of: scalar) {
                bytes.append(CChar(bitPattern: byte))
            } else {
                bytes += UTF8.encode(scalar).map { $0.map { CChar(bitPattern: $0) } } ?? []
            }
        }
        return bytes + [0]
    }

    /// Whether a path leads to a regular file; nil where it leads to nothing. Who opens anything else, a pipe with a name, may
    /// wait without end.
    package static func isRegular(_ path: String) -> Bool? {
        var status = stat()
        return stat(bytes(path), &status) == 0 ? status.st_mode & S_IFMT == S_IFREG : nil
    }

    /// The byte that a scalar stands for.
    package static func byte(of scalar: Unicode.Scalar) -> UInt8? {
        (base + 0x80...base + 0xFF).contains(scalar.value) ? UInt8(scalar.value - base) : nil
    }
}

extension UTF8 {
    fileprivate static func width(_ scalar: Unicode.Scalar) -> Int { encode(scalar)?.count ?? 1 }
}
