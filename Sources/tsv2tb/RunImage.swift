import CommandSupport
import EventFiles

/// A picture to be shown beside the curves: `NAME=FILE` on the command line.
struct RunImage {
    let name: String
    let image: EncodedPNG

    /// A picture that the command line names, not read yet.
    struct Source {
        let name: String
        let path: String

        /// Throws `EncodedPNGError` or `FileError`.
        func read() throws -> RunImage { RunImage(name: name, image: try EncodedPNG(path: path)) }
    }

    /// The pictures that the command line names. Throws `UsageError`.
    static func sources(_ texts: [String]) throws -> [Source] {
        let sources = try texts.map(source)
        for (place, source) in sources.enumerated() where sources[..<place].contains(where: { $0.name == source.name })
        {
            throw UsageError("--image: two pictures are called \(source.name)")
        }
        return sources
    }

    private static func source(_ text: String) throws -> Source {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            throw UsageError("--image \(text): expected NAME=FILE")
        }
        return Source(name: parts[0], path: parts[1])
    }
}
