import CommandSupport
import TensorStreams

/// The files that the command line names, one after another: operands, what is in folders, names in lists.
struct PathSource {
    static let filesFrom = Option.text(
        "files-from", value: "LIST", file: .read, help: "read the names of more files from LIST, one on each line")
    static let null = Option.flag("null", short: "0", help: "names in lists end with a zero byte, not with the line")

    private enum Part {
        case files(ArraySlice<PhotoPath>)
        case list(PathList)
    }

    private var parts: ArraySlice<Part>
    /// How many files there are, where no list has to be read to know.
    let count: Int?
    /// What to call the whole in messages.
    let name: String

    init(_ arguments: Arguments) throws {
        let lists = [arguments[Self.filesFrom]].compactMap { $0 }
        let operands = arguments.operands.isEmpty && lists.isEmpty ? ["-"] : arguments.operands
        if (operands + lists).filter({ $0 == "-" }).count > 1 {
            throw UsageError("standard input can be read only once: name a LIST for the others")
        }
        if (operands + lists).contains("-") { try Terminal.refuseTerminalInput() }
        let separator: UInt8 = arguments[Self.null] ? 0 : UInt8(ascii: "\n")
        func list(_ path: String) throws -> Part { .list(PathList(try ByteReader.open(path), separator: separator)) }
        parts = try operands.map { $0 == "-" ? try list($0) : .files(try PathSource.files($0)) }[...]
        parts += try lists.map(list)
        count = parts.reduce(0) { sum, part in
            if case .files(let files) = part { sum.map { $0 + files.count } } else { nil }
        }
        let names = (operands + lists).map { $0 == "-" ? "standard input" : $0 }
        name = names.count == 1 ? names[0] : "\(names[0]) … \(names[names.count - 1])"
    }

    private static func files(_ operand: String) throws -> ArraySlice<PhotoPath> {
        let path = PhotoPath(FileName.bytes(operand).dropLast().map { UInt8(bitPattern: $0) })
        return path.isFolder ? try PhotoFolder.photographs(in: path.asRoot)[...] : [path]
    }

    /// The next files, fewer than asked for only at the end; then nil.
    mutating func next(atMost count: Int) throws -> [PhotoPath]? {
        var group: [PhotoPath] = []
        while group.count < count, let path = try next() { group.append(path) }
        return group.isEmpty ? nil : group
    }

    private mutating func next() throws -> PhotoPath? {
        while let part = parts.first {
            let path: PhotoPath?
            switch part {
            case .files(var files):
                path = files.popFirst()
                parts[parts.startIndex] = .files(files)
            case .list(var list):
                path = try list.next().map { PhotoPath($0) }
                parts[parts.startIndex] = .list(list)
            }
            if let path { return path }
            parts.removeFirst()
        }
        return nil
    }
}
