import Glibc

/// Where things are: the sources, the built commands, real data.
public enum Package {
    /// The root of the package, found from this file's place in it.
    public static let root: String = parent(parent(parent(#filePath)))

    /// The folder of the built commands: the one this test runs from, or `$VAEUTILS_BIN`.
    public static let bin: String = {
        if let folder = getenv("VAEUTILS_BIN") { return String(cString: folder) }
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = buffer.withUnsafeMutableBytes { bytes in
            readlink("/proc/self/exe", bytes.baseAddress!.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        return parent(String(decoding: buffer.prefix(max(0, count)), as: UTF8.self))
    }()

    /// The folder of real data (`mnist/`, `photos/`), `$VAEUTILS_TEST_DATA` or beside the package; nil when absent.
    public static let data: String? = {
        let named = getenv("VAEUTILS_TEST_DATA").map { String(cString: $0) }
        return [named, root + "/../shared/data", root + "/../../shared/data"].compactMap { $0 }.first(
            where: File.exists)
    }()

    /// Whether `make check-sanitizers` built commands and tests, which are then slow and take terabytes of address space.
    public static let isSanitized = getenv("VAEUTILS_SANITIZER") != nil

    /// The names of all commands: the folders of Sources that begin with a small letter.
    public static let commands: [String] = File.names(in: root + "/Sources").filter { $0.first?.isLowercase ?? false }

    private static func parent(_ path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }
}
