import TensorStreams
import TestSupport
import Testing

@Suite struct TableWriterTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func written(header: Bool = true, _ body: (inout TableWriter) throws -> Void) throws -> String? {
        let path = folder.path + "/x.tsv"
        var table = TableWriter(try ByteWriter.create(path), columns: ["id", "label", "z1", "z2"], header: header)
        try body(&table)
        try table.finish()
        return File.text(path)
    }

    @Test func rowsAreWritten() throws {
        let text = try written { table in
            try table.write(row: [.integer(0), .text("a b"), .float(0.1), .double(1e-9)])
            try table.write(row: [.integer(1), .text("")], floats: [3, -0.5])
            #expect(table.rowsWritten == 2)
        }
        #expect(text == "id\tlabel\tz1\tz2\n0\ta b\t0.1\t1e-09\n1\t\t3.0\t-0.5\n")
        #expect(try written(header: false) { _ in } == "")
    }

    /// Whoever guesses the kind of a column by its first rows must guess right.
    @Test(arguments: [
        (0.0, "0\t0.0\t0.0\t0.0\n"), (-2, "-2\t-2.0\t-2.0\t-2.0\n"),
        (1e10, "10000000000\t1e+10\t10000000000.0\t1e+10\n"),
    ])
    func aColumnShowsItsKindInEveryRow(value: Double, row: String) throws {
        let text = try written(header: false) { table in
            try table.write(
                row: [.integer(Int(value)), .float(Float(value)), .double(value)], floats: [Float(value)])
        }
        #expect(text == row)
    }

    @Test func textThatBreaksTheTableIsRefused() throws {
        #expect(throws: TableError.self) {
            try written { try $0.write(row: [.integer(0), .text("a\tb"), .float(0), .float(0)]) }
        }
        #expect(!File.exists(folder.path + "/x.tsv"))
    }

    @Test(arguments: ["a\tb", "a\nb", "a\rb"]) func aHeaderThatBreaksTheTableIsRefused(column: String) throws {
        let path = folder.path + "/y.tsv"
        let error = TableError(name: path, line: 1, reason: .unwritable(column: "2"))
        var table = TableWriter(try ByteWriter.create(path), columns: ["id", column])
        #expect(throws: error) { try table.write(floats: [1, 2]) }
        table = TableWriter(try ByteWriter.create(path), columns: ["id", column])
        #expect(throws: error) { try table.finish() }
        #expect(!File.exists(path))
    }

    @Test func manyRowsComeBack() throws {
        let path = folder.path + "/many.tsv"
        var table = TableWriter(try ByteWriter.create(path), columns: ["z1", "z2"])
        var random = RandomSource(seed: 3)
        let values = (0..<20_000).map { _ in random.uniform() }
        for row in stride(from: 0, to: values.count, by: 2) { try table.write(floats: values[row..<row + 2]) }
        try table.finish()
        var reader = try TableReader(ByteReader.open(path))
        #expect(try reader.floats(columns: [0, 1], atMost: .max) == values)
    }
}
