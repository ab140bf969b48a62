import TensorStreams

/// What a safetensors file that says it is a checkpoint tells of its model, with nothing in it believed yet.
///
/// `__metadata__` holds `format`, `version`, `model` and `training`.
public struct CheckpointHeader {
    public static let format = "vaeutils.checkpoint"
    public static let version = "1"

    /// Whether a safetensors file with these metadata says that it is a checkpoint.
    public static func isTold(by metadata: [String: String]) -> Bool { metadata["format"] == format }

    /// What the header of a checkpoint of such a model says.
    static func metadata(of description: some ModelDescribing) -> [String: String] {
        ["format": format, "version": version, "model": description.json.text()]
    }

    private let name: String
    private let metadata: [String: String]

    /// Reads the header of the file at `path` (`-` is standard input) and nothing behind it: weights of any size cost
    /// nothing.
    ///
    /// - Throws: `CheckpointError`, `SafetensorsError` or `FileError`.
    public init(reading path: String) throws {
        try self.init(SafetensorsReader(ByteReader.open(path)))
    }

    /// Takes the header of a file that has been read up to there. Throws `CheckpointError`.
    public init(_ reader: SafetensorsReader) throws(CheckpointError) {
        try self.init(reader.metadata, of: reader.name)
    }

    init(_ metadata: [String: String], of name: String) throws(CheckpointError) {
        (self.name, self.metadata) = (name, metadata)
        guard Self.isTold(by: metadata) else {
            throw error("it is a safetensors file, but not a checkpoint of vae-fit or clf-fit")
        }
        guard metadata["version"] == Self.version else {
            throw error(
                "it is a checkpoint of version \(metadata["version"] ?? "none"); "
                    + "these tools read version \(Self.version)")
        }
    }

    /// What kind of model it holds.
    var family: ModelFamily { ModelFamily(entry: (try? json("model"))?["model"]?.string) }

    /// What is needed to rebuild the model but its weights.
    public func description<M: Model>(of _: M.Type) throws(CheckpointError) -> M.Description {
        let entry = try json("model")
        let (found, wanted) = (family, M.family)
        guard found == wanted else {
            throw error("it is \(found.noun) of \(found.maker), not \(wanted.noun): use \(found.users)")
        }
        do { return try M.Description(json: entry) } catch { throw self.error(error.description) }
    }

    /// The `training` entry; nil where there is none.
    func training() throws(CheckpointError) -> JSON? { metadata["training"] == nil ? nil : try json("training") }

    private func json(_ key: String) throws(CheckpointError) -> JSON {
        guard let text = metadata[key] else { throw error("its '\(key)' entry is missing") }
        do { return try JSON(parsing: text) } catch { throw self.error("its '\(key)' entry is damaged: \(error)") }
    }

    func error(_ problem: String) -> CheckpointError { CheckpointError(name: name, problem: problem) }
}
