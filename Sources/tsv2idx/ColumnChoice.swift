import CommandSupport
import TensorStreams

/// A column whose fields become values.
struct ValueColumn {
    let place: Int
    /// Whether its fields are words, a value for each of which is written.
    var isOneHot = false
    /// The file of levels of its words, where one is named.
    var levels: String?
}

/// Which columns of a table become values, in order, and which one labels.
struct ColumnChoice {
    let columns: [ValueColumn]
    let label: Int?

    /// Throws `UsageError`, `Failure` or `TableError` where the table has no such columns.
    init(_ arguments: Arguments, of table: TableReader) throws {
        let label =
            ColumnOptions.writeLabels(arguments) ? try Self.label(arguments[ColumnOptions.label], of: table) : nil
        self.label = label
        if arguments[ColumnOptions.labels] {
            columns = []
            return
        }
        let oneHot = try Self.oneHots(arguments[ColumnOptions.oneHot] ?? [], of: table)
        var chosen: [ValueColumn]
        if let names = arguments[ColumnOptions.columns] {
            chosen = try names.flatMap { try Self.places($0, of: table) }.map { ValueColumn(place: $0) }
            chosen += oneHot.filter { column in !chosen.contains { $0.place == column.place } }
        } else {
            let left = table.columns.indices.filter { $0 != label && !["id", "label", ""].contains(table.columns[$0]) }
            chosen = left.map { ValueColumn(place: $0) }
        }
        if let stray = oneHot.first(where: { column in !chosen.contains { $0.place == column.place } }) {
            throw Failure(
                "\(table.name): --one-hot: column \(table.called(stray.place)) is not taken for a value: --columns names it"
            )
        }
        let columns = chosen.map { column in oneHot.first { $0.place == column.place } ?? column }
        if columns.isEmpty { throw Failure("\(table.name): no column for values: --columns names some") }
        self.columns = columns
    }

    private static func label(_ name: String?, of table: TableReader) throws -> Int {
        if let name { return try place(name, of: table) }
        return table.columns.count == 1 ? 0 : try table.index(of: "label")
    }

    private static func oneHots(_ texts: [String], of table: TableReader) throws -> [ValueColumn] {
        let columns = try texts.map { try oneHot($0, of: table) }
        for (number, column) in columns.enumerated()
        where columns[..<number].contains(where: { $0.place == column.place }) {
            throw UsageError("--one-hot \(texts[number]): column \(table.columns[column.place]) is named twice")
        }
        return columns
    }

    /// `NAME`, or `NAME=FILE`.
    private static func oneHot(_ text: String, of table: TableReader) throws -> ValueColumn {
        if let equals = text.firstIndex(of: "="), !table.columns.contains(text) {
            let file = String(text[text.index(after: equals)...])
            if file.isEmpty { throw UsageError("--one-hot \(text): the name of a file is missing behind =") }
            return ValueColumn(place: try place(String(text[..<equals]), of: table), isOneHot: true, levels: file)
        }
        return ValueColumn(place: try place(text, of: table), isOneHot: true)
    }

    private static func place(_ name: String, of table: TableReader) throws -> Int {
        let places = try places(name, of: table)
        guard places.count == 1 else { throw UsageError("\(name): one column is expected, not \(places.count)") }
        return places[0]
    }

    /// The column of this name; where there is none, that of this number, from 1, or those of `3-7` or `3-`.
    private static func places(_ text: String, of table: TableReader) throws -> [Int] {
        if table.columns.contains(text) { return [try table.index(of: text)] }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(ends.count), let first = ends[0], first >= 1, text.allSatisfy({ $0 != "+" }) else {
            return [try table.index(of: text)]
        }
        let isOpen = text.hasSuffix("-")
        let last = isOpen ? max(first, table.columns.count) : ends[ends.count - 1]
        guard let last, last >= first else { throw UsageError("\(text): no range of columns") }
        guard last <= table.columns.count else {
            throw Failure("\(table.name): no column \(text); there are \(table.columns.count)")
        }
        return Array(first - 1..<last)
    }
}
