import TensorStreams

/// Data whose checksum held, where one is known.
package enum VerifiedData {
    /// Unpacked, in memory: what was checked is what is used, whatever becomes of the file.
    case bytes([UInt8])
    /// As it is stored.
    case file(OpenFile)
}

/// Whether a file is the one the catalogue describes.
package enum Verification {
    case good(VerifiedData)
    /// The beginning may be right, but the end is missing.
    case cut
    /// Another file, in a few words.
    case wrong(String)

    /// Reads the file whole; memory never exceeds the size the catalogue gives.
    ///
    /// - Throws: `FileError` when it cannot be read.
    package init(of open: OpenFile, as file: RemoteFile) throws {
        try open.rewind()
        switch file.form {
        case .unpacked: self = try Self.checkUnpacked(open, file)
        case .stored: self = try Self.checkStored(open, file)
        case .matlab(let matrices): self = try Self.checkMatlab(open, file, matrices)
        }
    }

    private static func checkUnpacked(_ open: OpenFile, _ file: RemoteFile) throws -> Verification {
        if let page = try webPage(open) { return page }
        do {
            let reader = ByteReader(descriptor: open.descriptor, name: open.name)
            let bytes = try reader.bytes(file.size)
            if bytes.count < file.size { return .cut }
            guard try reader.bytes(1).isEmpty else { return .wrong("it is longer than \(file.size) bytes") }
            var digest = SHA256()
            bytes.withUnsafeBytes { digest.update($0) }
            return digest.hexadecimal() == file.sha256 ? .good(.bytes(bytes)) : .wrong("its SHA-256 differs")
        } catch let error as GzipError {
            return error.reason == .cut ? .cut : .wrong("its gzip data is corrupt")
        }
    }

    private static func checkStored(_ open: OpenFile, _ file: RemoteFile) throws -> Verification {
        let size = try open.size()
        if size != file.size, let page = try webPage(open) { return page }
        if size < file.size { return .cut }
        if size > file.size { return .wrong("it is longer than \(file.size) bytes") }
        return try SHA256.hexadecimal(of: open) == file.sha256 ? .good(.file(open)) : .wrong("its SHA-256 differs")
    }

    private static func checkMatlab(_ open: OpenFile, _ file: RemoteFile, _ matrices: [MatlabMatrix]) throws
        -> Verification
    {
        if let page = try webPage(open) { return page }
        do {
            try open.rewind()
            var variables = try MatlabFile(ByteReader(descriptor: open.descriptor, name: open.name))
            _ = try variables.names()
            if let sha256 = file.sha256, try SHA256.hexadecimal(of: open) != sha256 {
                return .wrong("its SHA-256 differs")
            }
            for matrix in matrices { _ = try matrix.items(in: open) }
            return .good(.file(open))
        } catch let error as MatlabError {
            return error.reason == .cut ? .cut : .wrong(error.problem)
        } catch FetchError.unexpectedContent(_, let problem) {
            return .wrong(problem)
        }
    }

    /// Portals and error pages come with status 200 too: none of our files begins with `<`.
    private static func webPage(_ open: OpenFile) throws -> Verification? {
        let start = try open.bytes(64, at: 0).first { ![0x09, 0x0A, 0x0D, 0x20].contains($0) }
        return start == UInt8(ascii: "<") ? .wrong("it is a web page") : nil
    }
}
