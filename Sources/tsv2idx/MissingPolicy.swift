import CommandSupport
import TensorStreams

/// What becomes of rows that lack a value.
enum MissingPolicy: String, CaseIterable {
    case mean, nan, drop

    /// Whether a number that is missing leaves its row in.
    var keepsRows: Bool { self != .drop }
}

/// Hands on the rows of a table, but for those that are dropped.
struct RowFilter {
    private let policy: MissingPolicy?
    private let words: Set<String>
    /// Columns where a value must be, and those of numbers, where something may stand in for it.
    private let needed: [Int]
    private let numbers: Set<Int>

    init(_ choice: ColumnChoice, _ arguments: Arguments) {
        policy = arguments[ColumnOptions.missing]
        words = Set(arguments[SyntaxOptions.missingWords] ?? [])
        needed = choice.columns.map(\.place) + [choice.label].compactMap { $0 }
        numbers = Set(choice.columns.filter { !$0.isOneHot }.map(\.place))
    }

    /// One row of a table, and which of its numbers are missing.
    struct Row {
        let table: TableReader
        let words: Set<String>

        func isMissing(_ column: Int) -> Bool { table.isMissing(column, others: words) }
    }

    /// Reads the table to its end. Throws where a row lacks a value and nothing says what becomes of it, and where no row is
    /// left.
    func pass(_ table: inout TableReader, _ body: (Row) throws -> Void) throws -> (kept: Int, dropped: Int) {
        var (kept, dropped) = (0, 0)
        while try table.advance() {
            let row = Row(table: table, words: words)
            if let column = needed.first(where: {
                row.isMissing($0) && !(policy?.keepsRows == true && numbers.contains($0))
            }) {
                if policy != .drop { throw try failure(table, column) }
                dropped += 1
            } else {
                try body(row)
                kept += 1
            }
        }
        if kept == 0 {
            throw Failure(
                dropped == 0 ? "\(table.name): the table has no rows" : "\(table.name): every row lacks a value")
        }
        return (kept, dropped)
    }

    private func failure(_ table: TableReader, _ column: Int) throws -> Failure {
        let text = try table.trimmedText(column)
        let way =
            policy == nil
            ? "--missing says what becomes of the row" : policy == .mean ? "words have no mean" : "words are never nan"
        return Failure(
            "\(table.name): line \(table.line): column \(table.called(column)): a value is missing"
                + (text.isEmpty ? "" : " (\(text))") + ": \(way)")
    }
}
