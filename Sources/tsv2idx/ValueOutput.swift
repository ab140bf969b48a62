import CommandSupport
import TensorStreams

/// A stream of f32 values, an item for each row: numbers as they are, words as a one among zeros.
///
/// Items go out as they come where everything is known beforehand; means, and words without levels, are known at the end.
struct ValueOutput {
    /// What a column gives.
    private enum Source {
        case numbers(Int)
        case words(WordColumn)
    }

    private var sources: [Source]
    private let policy: MissingPolicy?
    /// Rows that wait, a number for each column: not a number where one is missing, the place of a word.
    private var rows: [Float] = []
    /// Sum and count of the numbers of each column.
    private var sums: [(sum: Double, count: Int)]
    private var encoding: RowEncoding?
    private let names: [String]
    private let table: String
    private let bytes: ByteWriter
    private var writer: IDXWriter?

    init(
        _ columns: [ValueColumn], of table: TableReader, _ arguments: Arguments, to path: String,
        with outputs: OutputGroup
    ) throws {
        sources = try columns.map {
            $0.isOneHot ? .words(try WordColumn($0.place, levels: $0.levels, with: outputs)) : .numbers($0.place)
        }
        policy = arguments[ColumnOptions.missing]
        sums = columns.map { _ in (0, 0) }
        names = columns.map { table.columns[$0.place] }
        self.table = table.name
        bytes = try outputs.create(path)
        let known = sources.compactMap { source in
            switch source {
            case .numbers: policy == .mean ? nil : RowEncoding.Column.number(mean: .nan)
            case .words(let words): words.numbering.known.map { .words(order: Array($0.words.indices)) }
            }
        }
        if known.count == sources.count { try begin(RowEncoding(columns: known)) }
    }

    mutating func add(_ row: RowFilter.Row) throws {
        for index in sources.indices {
            switch sources[index] {
            case .numbers(let column) where policy?.keepsRows == true && row.isMissing(column): rows.append(.nan)
            case .numbers(let column):
                let value = try number(row.table, column)
                rows.append(value)
                sums[index].sum += Double(value)
                sums[index].count += 1
            case .words(var words):
                rows.append(Float(try words.place(in: row.table)))
                sources[index] = .words(words)
            }
        }
        if let encoding, rows.count >= encoding.columns.count * encoding.format.itemsPerBatch { try flush(encoding) }
    }

    /// Writes what waits.
    mutating func finish() throws {
        if encoding == nil { try begin(RowEncoding(columns: try known())) }
        if let encoding { try flush(encoding) }
        try writer?.finish()
    }

    private func known() throws -> [RowEncoding.Column] {
        try sources.indices.map { index in
            switch sources[index] {
            case .words(let words): return .words(order: try words.numbering.finish().order)
            case .numbers where policy != .mean: return .number(mean: .nan)
            case .numbers:
                guard sums[index].count > 0 else {
                    throw Failure("\(table): column \(names[index]): no value at all, and so no mean")
                }
                return .number(mean: Float(sums[index].sum / Double(sums[index].count)))
            }
        }
    }

    private mutating func begin(_ encoding: RowEncoding) throws {
        guard encoding.width > 0 else { throw Failure("\(table): no value to write") }
        self.encoding = encoding
        writer = IDXWriter(bytes, format: encoding.format)
    }

    /// Rows that wait go out in batches.
    private mutating func flush(_ encoding: RowEncoding) throws {
        let step = encoding.columns.count * encoding.format.itemsPerBatch
        for first in stride(from: 0, to: rows.count, by: step) {
            try writer?.write(encoding.items(rows[first..<min(first + step, rows.count)]))
        }
        rows.removeAll(keepingCapacity: true)
    }

    private static let truth: [String: Float] = [
        "True": 1, "TRUE": 1, "true": 1, "False": 0, "FALSE": 0, "false": 0,
    ]

    /// The number in a column, 1 or 0 where it is the word for true or false in pandas, R or polars.
    private func number(_ table: TableReader, _ column: Int) throws -> Float {
        do {
            return try table.float(column)
        } catch let error as TableError {
            guard case .notANumber(_, let text) = error.reason else { throw error }
            if let value = Self.truth[try table.trimmedText(column)] { return value }
            if text.first?.isLetter == true, !table.isNumeric(column) {
                throw Failure("\(error): --columns leaves it out, --one-hot and --label take words")
            }
            if table.columns.count == 1, text.contains(" ") {
                throw Failure("\(error): --separator space takes fields apart at spaces")
            }
            throw error
        }
    }
}
