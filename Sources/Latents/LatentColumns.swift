import TensorStreams

/// Where the latents stand in a table: the columns `z1`, `z2` …, else `mu1`, `mu2` …, else, in a table without a header,
/// all of them.
public struct LatentColumns: Equatable, Sendable {
    /// The places of the coordinates among the table's columns, in the order of their numbers.
    public let places: [Int]

    /// The width of the latents.
    public var count: Int { places.count }

    /// Finds the columns. Throws `TableError` when there are none, one of them stands twice, or a number is left out.
    ///
    /// - Parameter prefixes: what their names begin with, before a number; the first that there is counts.
    public init(of table: TableReader, named prefixes: [String] = ["z", "mu"]) throws {
        for prefix in prefixes {
            guard let found = try LatentColumns(prefix, of: table) else { continue }
            self = found
            return
        }
        if table.hasHeader { _ = try table.index(of: "\(prefixes[0])1") }
        places = Array(table.columns.indices)
    }

    /// Finds the columns `prefix1`, `prefix2` …; nil when there are none. Throws as above.
    public init?(_ prefix: String, of table: TableReader) throws {
        let numbered = table.columns.indices.filter { Self.isNumbered(table.columns[$0], prefix) }
        if numbered.isEmpty { return nil }
        places = try Self.inOrder(numbered, prefix, table)
    }

    private static func isNumbered(_ column: String, _ prefix: String) -> Bool {
        guard column.hasPrefix(prefix) else { return false }
        let digits = column.utf8.dropFirst(prefix.utf8.count)
        let isNumber = digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return isNumber && !digits.isEmpty && digits.first != UInt8(ascii: "0")
    }

    private static func inOrder(_ places: [Int], _ prefix: String, _ table: TableReader) throws -> [Int] {
        var found: [String: Int] = [:]
        for place in places where found.updateValue(place, forKey: table.columns[place]) != nil {
            throw TableError(name: table.name, line: nil, reason: .ambiguousColumn(table.columns[place]))
        }
        return try (1...places.count).map { number in
            guard let place = found["\(prefix)\(number)"] else {
                throw TableError(
                    name: table.name, line: nil,
                    reason: .missingColumn("\(prefix)\(number)", present: places.map { table.columns[$0] }))
            }
            return place
        }
    }
}
