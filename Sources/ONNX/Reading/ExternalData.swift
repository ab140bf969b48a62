import TensorStreams

/// The files beside a model that hold tensors of it, as torch.onnx writes them.
struct ExternalData {
    /// How messages call the model's file.
    private let file: String
    /// Where the others are, with a slash; nil where the model comes from no file.
    private let folder: String?
    /// How many bytes of each have been read: of none more than it has, so that a small file cannot stand for many tensors.
    private var read: [String: Int] = [:]

    /// - Parameters:
    ///   - path: of the model; `-` is none.
    ///   - file: how messages call it.
    init(beside path: String, of file: String) {
        let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        (self.file, folder) = (file, path == "-" ? nil : String(path[..<name]))
    }

    init(of file: String) { (self.file, folder) = (file, nil) }

    /// The bytes of a tensor.
    ///
    /// - Parameter entries: keys and values: `location`, `offset`, `length`.
    /// - Throws: `ONNXError`, and what opening and reading the file throws.
    mutating func bytes(of entries: [StoredMessage], tensor: String) throws -> [UInt8] {
        let values = Dictionary(entries.map { ($0.text(1) ?? "", $0.text(2) ?? "") }) { first, _ in first }
        func problem(_ reason: String) -> ONNXError { ONNXError(file, "tensor '\(tensor)': \(reason)") }
        guard let folder else { throw problem("its numbers are in another file: name the model's file, not a pipe") }
        let name = values["location"] ?? ""
        guard !name.isEmpty, name != ".", name != "..", !name.contains("/"), !name.contains("\0") else {
            throw problem("its numbers are in '\(name)', which is not beside the model")
        }
        let offset = values["offset"].map { Int($0) } ?? 0
        let length = values["length"].map { Int($0) } ?? Int.max
        guard let offset, offset >= 0, let length, length >= 0 else {
            throw problem("its place in '\(name)' is no number")
        }
        let unfit = problem("'\(name)' is no file that can be read in parts")
        if FileName.isRegular(folder + name) == false { throw unfit }
        let input = try ByteReader.open(folder + name)
        guard let size = try input.remainingBytes() else { throw unfit }
        guard offset <= size, length <= size - offset || values["length"] == nil else {
            throw problem("'\(name)' has \(size) bytes, and it is to end beyond them")
        }
        let count = min(length, size - offset)
        read[name, default: 0] += count
        guard read[name, default: 0] <= size else { throw problem("it shares its numbers in '\(name)' with others") }
        _ = try input.skip(offset)
        return try input.bytes(count)
    }
}
