import CommandSupport
import TensorStreams

/// What is written about the files beside their images: the class of each, which its folder names, and its name.
struct FileRecords {
    static let labels = Option.text(
        "labels", value: "FILE", file: .written, help: "write the class of each image to FILE: the folder it is in")
    static let levels = Option.text(
        "levels", value: "FILE", file: .written,
        help: "number classes as FILE does; where there is none, write it")
    static let names = Option.text(
        "names", value: "FILE", file: .written, help: "write the file that each image is of to FILE, a table")

    private var numbering: WordNumbering?
    private var places: [Int] = []
    private let labelBytes: ByteWriter?
    private var table: TableWriter?
    private var images = 0
    /// What is there where the output goes to.
    private let replaced: [FileIdentity]

    /// - Parameter group: what the images appear with.
    /// - Throws: `UsageError` where options do not go together, and what opening their files throws.
    init(_ arguments: Arguments, with group: OutputGroup) throws {
        let (labels, levels) = (arguments[Self.labels], arguments[Self.levels])
        if levels != nil, labels == nil { throw UsageError("--levels goes with --labels") }
        let outputs = [arguments[StandardOptions.output] ?? "-", labels, levels, arguments[Self.names]]
        try SharedStreams.refuseTwoOutputs(outputs)
        replaced = outputs.compactMap { $0 }.filter { ByteWriter.replaces($0) }.compactMap { FileIdentity($0) }
        numbering = try labels.map { _ in try WordNumbering(levels: levels, with: group) }
        labelBytes = try labels.map { try group.create($0) }
        table = try arguments[Self.names].map { TableWriter(try group.create($0), columns: ["id", "file"]) }
    }

    /// Refuses a file that an output would take the place of: those in folders and lists are known only when they come.
    func check(_ paths: [PhotoPath]) throws {
        guard !replaced.isEmpty else { return }
        for path in paths where FileIdentity(path.name).map(replaced.contains) ?? false {
            throw Failure("\(path.name): it is read, and would be replaced by the output: name another one")
        }
    }

    /// Notes the file of the next image. Throws `Failure` for one whose class has no name or is none of the levels.
    mutating func add(_ path: PhotoPath) throws {
        if numbering != nil {
            let word = try word(for: path)
            if let place = try numbering?.place(of: word, from: path.name) { places.append(place) }
        }
        try table?.write(row: [.integer(images), .text(path.tableName)])
        images += 1
    }

    private func word(for path: PhotoPath) throws -> String {
        guard let word = path.className else {
            throw Failure("\(path.name): --labels: no folder names its class; name the folder above")
        }
        guard word.first?.isWhitespace == false, word.last?.isWhitespace == false else {
            throw Failure("\(path.name): --labels: a class cannot begin or end with a space: rename its folder")
        }
        return word
    }

    mutating func finish() throws {
        if let numbering, let labelBytes {
            try IDXWriter.write(whole: numbering.labels(of: places), to: labelBytes)
        }
        try table?.finish()
    }
}
