/// Why a data set could not be had.
public enum FetchError: Error, Equatable, CustomStringConvertible {
    /// Neither cache, nor installed data sets, nor mirrors had the file; what was tried, each with what came of it.
    case unavailable(dataSet: String, file: String, tried: [String])
    /// A mirror's address is none.
    case badMirror(String)
    /// A file does not contain what it should, though its checksum held where one is known.
    case unexpectedContent(file: String, problem: String)
    /// libcurl would not start.
    case noTransfers

    public var description: String {
        switch self {
        case .unavailable(let dataSet, let file, let tried):
            "\(dataSet): cannot get \(file): \(tried.joined(separator: "; ")): name a mirror with --mirror URL or"
                + " MNIST_MIRROR, or draw digits with 'idx-synth digits'"
        case .badMirror(let mirror): "mirror '\(mirror)': an http, https or file URL or a folder is expected"
        case .unexpectedContent(let file, let problem): "\(file): \(problem)"
        case .noTransfers: "libcurl cannot be initialised"
        }
    }
}
