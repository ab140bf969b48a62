import Glibc
import TensorStreams

/// A folder that files are fetched from.
package struct Mirror: Equatable {
    /// URL of the folder, with a final slash.
    package let base: String
    /// What messages call it: the host, or the folder; never what may stand before the host (a password).
    package let name: String

    /// Reads an address: a URL of scheme http, https or file, or the path of a folder.
    package init(_ text: String) throws {
        guard let separator = text.range(of: "://") else {
            guard !text.isEmpty, !text.utf8.contains(0) else { throw FetchError.badMirror(text) }
            guard let resolved = realpath(FileName.bytes(text), nil) else { throw FetchError.badMirror(text) }
            defer { free(resolved) }
            name = text
            base = "file://" + Self.percentEncoded(String(cString: resolved)) + "/"
            return
        }
        let scheme = text[..<separator.lowerBound].lowercased()
        let rest = text[separator.upperBound...]
        guard ["http", "https", "file"].contains(scheme), !rest.isEmpty else { throw FetchError.badMirror(text) }
        base = text.hasSuffix("/") ? text : text + "/"
        let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        name = scheme == "file" ? String(rest) : String(host.split(separator: "@").last ?? host)
    }

    private init(base: String, name: String) {
        self.base = base
        self.name = name
    }

    package func folder(_ folder: String) -> Mirror { Mirror(base: base + folder + "/", name: name) }

    /// Where a file of that name would be. An address that names the file itself, and not its folder, will do too.
    package func url(of file: String) -> String {
        base.hasSuffix("/" + file + "/") ? String(base.dropLast()) : base + file
    }

    /// The folders below this mirror to look in for a data set, given that a user named the mirror for all of them.
    package func folders(for dataSet: DataSet) -> [Mirror] {
        let own = dataSet.folder == dataSet.name ? [dataSet.name] : [dataSet.folder, dataSet.name]
        let below = own.map(folder)
        return dataSet.name == "mnist" ? [self] + below : below + [self]
    }

    private static func percentEncoded(_ path: String) -> String {
        var encoded = ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }
}

extension StringProtocol {
    /// The first place where the text stands.
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
