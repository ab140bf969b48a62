import CommandSupport
import TensorStreams

/// The columns of a log that are shown. A column is one of numbers, or of text, by the first cell that is not empty: a
/// validation loss may come only with the end of an epoch.
struct LogColumns {
    private enum Kind {
        case unknown
        case numbers
    }

    private var shown: [(place: Int, kind: Kind)]

    init(_ reader: TableReader, chosen: [String]?, without axes: [Int?]) throws {
        if let chosen {
            shown = try chosen.map { (try reader.index(of: $0), .numbers) }
        } else {
            // In a column without a name pandas numbers the rows.
            let names = reader.columns.indices.filter { !axes.contains($0) }.map { reader.columns[$0] }.filter {
                !$0.isEmpty
            }
            shown = try names.map { (try reader.index(of: $0), .unknown) }
        }
        if shown.isEmpty { throw Failure("\(reader.name): no column of numbers to show") }
    }

    /// The names of the columns, in order.
    func names(in reader: TableReader) -> [String] { shown.map { reader.columns[$0.place] } }

    /// The numbers of the current row; empty cells are passed over. Throws `TableError` for text among numbers.
    mutating func scalars(of reader: TableReader) throws -> [(column: String, value: Double)] {
        shown.removeAll { $0.kind == .unknown && !reader.isEmpty($0.place) && !reader.isNumeric($0.place) }
        if shown.isEmpty {
            throw reader.decimalComma ?? Failure("\(reader.name): no column of numbers to show")
        }
        var scalars: [(column: String, value: Double)] = []
        for slot in shown.indices where !reader.isEmpty(shown[slot].place) {
            shown[slot].kind = .numbers
            let place = shown[slot].place
            scalars.append((reader.columns[place], try reader.numberOrWord(place)))
        }
        return scalars
    }
}
