import TensorStreams

/// Which columns of a table are coordinates: `z1`, `z2` …, else `mu1` …, else `pc1` …, else all that hold numbers, but for
/// `id`, `label` and one without a name, where pandas numbers the rows.
public struct PointColumns {
    /// Places of the coordinates, in order.
    public let coordinates: [Int]
    /// Places of the columns that stay: of a first one without a name, of `id` and of `label`.
    let leading: [Int]
    let rest: [Int]

    /// Looks at the names, and where they do not tell, at the current row. Nil when no column is a coordinate.
    public init?(of table: TableReader) {
        let columns = table.columns
        coordinates = Self.numbered(columns) ?? Self.numeric(table)
        if coordinates.isEmpty { return nil }
        let chosen = Set(coordinates)
        let others = columns.indices.filter { !chosen.contains($0) }
        let index = others.filter { $0 == 0 && columns[$0].isEmpty }
        let leading = index + ["id", "label"].flatMap { name in others.filter { columns[$0] == name } }
        self.leading = leading
        rest = others.filter { !leading.contains($0) }
    }

    private static func numbered(_ columns: [String]) -> [Int]? {
        for prefix in ["z", "mu", "pc"] {
            let numbers = columns.indices.compactMap { place in
                number(columns[place], prefix).map { (number: $0, place: place) }
            }
            if !numbers.isEmpty { return numbers.sorted { $0.number < $1.number }.map(\.place) }
        }
        return nil
    }

    private static func number(_ column: String, _ prefix: String) -> Int? {
        guard column.hasPrefix(prefix), let first = column.utf8.dropFirst(prefix.utf8.count).first,
            (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(first)
        else { return nil }
        return Int(column.dropFirst(prefix.count))
    }

    /// Words for numbers that are none count too: they are told of as mistakes, not passed over.
    private static func numeric(_ table: TableReader) -> [Int] {
        table.columns.indices.filter { !["id", "label", ""].contains(table.columns[$0]) && table.isNumeric($0) }
    }
}
