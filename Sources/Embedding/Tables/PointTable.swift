import TensorStreams

/// A table read whole: the coordinates of its rows as points, and the columns that only pass through as text.
public struct PointTable: Sendable {
    /// How messages call the input.
    public let name: String
    public let points: Points
    /// Names of the columns: those that lead, the coordinates, and the others.
    private let leading: [String]
    private let coordinates: [String]
    private let rest: [String]
    /// Rows of `leading` and `rest`, one after another.
    private let texts: [String]

    /// Reads the table to its end. Throws `TableError`, `FileError` or `PointTableError`.
    public init(_ bytes: ByteReader) throws {
        var table = try Self.reader(bytes)
        name = table.name
        guard try table.advance() else { throw PointTableError(name: name, reason: .noRows) }
        guard let columns = PointColumns(of: table) else {
            throw table.decimalComma ?? PointTableError(name: name, reason: .noCoordinates)
        }
        var values: [Float] = []
        var texts: [String] = []
        let kept = columns.leading + columns.rest
        repeat {
            for column in columns.coordinates { values.append(try table.float(column)) }
            for column in kept { texts.append(try table.text(column)) }
        } while try table.advance()
        points = Points(width: columns.coordinates.count, values: values)
        leading = columns.leading.map { table.columns[$0] }
        coordinates = columns.coordinates.map { table.columns[$0] }
        rest = columns.rest.map { table.columns[$0] }
        self.texts = texts
    }

    private static func reader(_ bytes: ByteReader) throws -> TableReader {
        do {
            return try TableReader(bytes)
        } catch let error as FileKindError where error.found == .tensorStream {
            throw PointTableError(name: error.name, reason: .tensorStream)
        }
    }

    init(name: String, points: Points, leading: [String], texts: [String]) {
        self.name = name
        self.points = points
        self.leading = leading
        coordinates = (1...points.width).map { "x\($0)" }
        rest = []
        self.texts = texts
    }

    /// What the columns of the coordinates are called.
    public var coordinateNames: [String] { coordinates }

    /// The text of each row in a column that is none of the coordinates; nil where there is no such column.
    public func texts(of column: String) -> [String]? {
        let kept = leading + rest
        guard let place = kept.firstIndex(of: column) else { return nil }
        return stride(from: place, to: texts.count, by: kept.count).map { texts[$0] }
    }

    /// Writes the rows as they are, with one more column behind; an old one of its name goes.
    public func write(_ values: [TableValue], column: String, header: Bool, to output: ByteWriter) throws {
        let stays = rest.indices.filter { rest[$0] != column }
        let columns = leading + coordinates + stays.map { rest[$0] } + [column]
        var table = TableWriter(output, columns: columns, header: header)
        let kept = leading.count + rest.count
        for row in 0..<points.count {
            let texts = texts[row * kept..<(row + 1) * kept]
            let before = texts.prefix(leading.count).map { TableValue.text($0) }
            let after = stays.map { TableValue.text(texts[texts.startIndex + leading.count + $0]) }
            try table.write(row: before + points[row].map { .float($0) } + after + [values[row]])
        }
        try table.finish()
    }

    /// Writes the rows with new coordinates: a first column without a name, `id` and `label` lead, `columns` follow, then
    /// what else there was, but for columns that have the name of a new one.
    public func write(
        _ values: [Float], columns: [String], header: Bool, to output: ByteWriter
    ) throws {
        let stays = rest.indices.filter { !columns.contains(rest[$0]) }
        var table = TableWriter(output, columns: leading + columns + stays.map { rest[$0] }, header: header)
        let (kept, width) = (leading.count + rest.count, columns.count)
        for row in 0..<points.count {
            let texts = texts[row * kept..<(row + 1) * kept]
            let before = texts.prefix(leading.count).map { TableValue.text($0) }
            let numbers = values[row * width..<(row + 1) * width].map { TableValue.float($0) }
            let after = stays.map { TableValue.text(texts[texts.startIndex + leading.count + $0]) }
            try table.write(row: before + numbers + after)
        }
        try table.finish()
    }
}

/// What keeps a table's rows from being points.
public struct PointTableError: Error, Equatable, CustomStringConvertible {
    public enum Reason: Equatable, Sendable {
        case tensorStream
        case noRows
        case noImages
        case noCoordinates
        case notFinite(image: Int)
    }

    public let name: String
    public let reason: Reason

    public var description: String {
        switch reason {
        case .tensorStream:
            "\(name): it is \(FileKind.tensorStream.noun), but a table is expected: vae-encode makes one of images with a "
                + "model, and pca --images without (pca --images --components 50 | tsne)"
        case .noRows: "\(name): the table has no rows"
        case .noImages: "\(name): there are no images"
        case .noCoordinates: "\(name): no column of numbers beside id and label"
        case .notFinite(let image): "\(name): image \(image) has a value that is no finite number"
        }
    }
}
