/// A Swift source, for tests that read how the code is made.
public struct SourceFile: Sendable {
    /// Its path below `Sources`: `VAEKit/Graph/Plan.swift`.
    public let path: String
    /// What it says, without comments and texts.
    public let code: String

    /// Every Swift source in a folder of `Sources` and in those within it.
    public static func all(below folder: String) -> [SourceFile] {
        let root = "\(Package.root)/Sources/"
        return File.all(below: root + folder).filter { $0.hasSuffix(".swift") }.map { path in
            SourceFile(path: String(path.dropFirst(root.count)), code: code(File.text(path) ?? ""))
        }
    }

    /// The names of folders and file.
    public var places: [String] { path.split(separator: "/").map(String.init) }

    public var words: [String] { Self.words(code) }

    /// Types that are declared at the outermost level, which other files can name.
    public var declaredTypes: [String] {
        code.split(separator: "\n").compactMap { line in
            guard let first = line.first, first.isLetter else { return nil }
            let words = Self.words(String(line))
            guard let kind = words.firstIndex(where: { ["struct", "class", "enum", "protocol"].contains($0) }),
                words.count > kind + 1, !words.prefix(kind).contains("private"), words.first != "extension"
            else { return nil }
            return words[kind + 1]
        }
    }

    private static func code(_ text: String) -> String {
        text.split(separator: "\n").map { line in
            let bare = line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 0 }.map(\.element).joined(separator: " ")
            return bare.firstRange(of: "//").map { String(bare[..<$0.lowerBound]) } ?? bare
        }.joined(separator: "\n")
    }

    private static func words(_ code: String) -> [String] {
        code.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
    }
}
