import TensorStreams
import TestSupport
import Testing

@Suite struct IDXWriterTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func batch(_ type: ElementType, items: Int, shape: [Int], seed: UInt64) -> TensorBatch {
        var random = RandomSource(seed: seed)
        let format = ItemFormat(type: type, shape: shape)
        let bytes = (0..<items * format.bytesPerItem).map { _ in UInt8(random.below(256)) }
        return TensorBatch(format: format, count: items, bytes: bytes)
    }

    @Test(arguments: ElementType.allCases, [[], [3], [2, 5], [4, 3, 3]])
    func everyTypeAndShapeComesBack(type: ElementType, shape: [Int]) throws {
        let path = folder.path + "/x.idx"
        let batches = [3, 0, 1, 7].map { batch(type, items: $0, shape: shape, seed: UInt64($0)) }
        var writer = IDXWriter(try ByteWriter.create(path))
        for batch in batches { try writer.write(batch) }
        try writer.finish()
        var reader = IDXReader(try ByteReader.open(path))
        let all = try reader.all()
        #expect(reader.tensorsRead == 1)
        #expect(all.count == 11)
        #expect(all.bytes == batches.flatMap(\.bytes))
    }

    @Test func valuesAreBigEndian() throws {
        let path = folder.path + "/x.idx"
        var writer = IDXWriter(try ByteWriter.create(path))
        try writer.write(TensorBatch(format: ItemFormat(type: .i32, shape: []), count: 1, bytes: [4, 3, 2, 1]))
        try writer.finish()
        #expect(File.bytes(path) == [0, 0, 0x0C, 1, 0, 0, 0, 1, 1, 2, 3, 4])
    }

    @Test func aStreamOfNoItemsIsOneEmptyTensor() throws {
        let path = folder.path + "/x.idx"
        var writer = IDXWriter(try ByteWriter.create(path), format: ItemFormat(type: .u8, shape: [28, 28]))
        try writer.finish()
        #expect(File.bytes(path) == StreamFixtures.tensor(8, [0, 28, 28]))
    }

    @Test func batchesStayApartWhereAsked() throws {
        let path = folder.path + "/x.idx"
        let batches = [2, 1].map { batch(.u8, items: $0, shape: [2], seed: 1) }
        var writer = IDXWriter(try ByteWriter.create(path), tensorPerBatch: true)
        for batch in batches { try writer.write(batch) }
        try writer.finish()
        let expected = batches.flatMap { StreamFixtures.tensor(8, [UInt32($0.count), 2], $0.bytes) }
        #expect(File.bytes(path) == expected)
    }

    @Test func aDroppedWriterLeavesNothing() throws {
        let path = folder.path + "/x.idx"
        do {
            var writer = IDXWriter(try ByteWriter.create(path))
            try writer.write(batch(.u8, items: 2, shape: [3], seed: 1))
        }
        #expect(try Shell.run("ls -A", in: folder).text == "")
    }

    @Test func anotherFormatIsAnError() throws {
        var writer = IDXWriter(try ByteWriter.create(folder.path + "/x.idx"))
        try writer.write(batch(.u8, items: 2, shape: [3], seed: 1))
        #expect(throws: IDXError.self) { try writer.write(batch(.u8, items: 2, shape: [4], seed: 1)) }
    }
}
