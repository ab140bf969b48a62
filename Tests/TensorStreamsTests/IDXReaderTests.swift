import TensorStreams
import Testing

@Suite struct IDXReaderTests {
    /// Two tensors of 2×3 u8 items, three and two of them.
    static let stream =
        StreamFixtures.tensor(8, [3, 2, 3], [UInt8](0..<18)) + StreamFixtures.tensor(8, [2, 2, 3], [UInt8](18..<30))

    @Test(arguments: 1...6) func tensorsJoinIntoOneStream(batch: Int) throws {
        var reader = StreamFixtures.reader(Self.stream)
        #expect(try reader.format() == ItemFormat(type: .u8, shape: [2, 3]))
        var seen: [UInt8] = []
        var counts: [Int] = []
        while let items = try reader.next(atMost: batch) {
            seen += items.bytes
            counts.append(items.count)
        }
        #expect(seen == [UInt8](0..<30))
        #expect(counts.dropLast().allSatisfy { $0 == batch })
        #expect(reader.itemsRead == 5)
        #expect(reader.itemsAnnounced == 5)
        #expect(reader.tensorsRead == 2)
    }

    @Test(arguments: 1..<Self.stream.count) func everyCutIsAnErrorThatNamesTheTensor(length: Int) {
        let message = StreamFixtures.failure(Array(Self.stream.prefix(length)))
        if length == 34 {
            #expect(message == nil)
        } else {
            #expect(message?.hasPrefix("x.idx: tensor \(length < 34 ? 0 : 1): ") ?? false, "\(message ?? "none")")
        }
    }

    @Test func cutDataSaysHowMuchIsThere() {
        #expect(
            StreamFixtures.failure(Array(Self.stream.dropLast())) == "x.idx: tensor 1: 12 bytes expected, 11 found")
    }

    /// Headers as a program writes them that does not turn its numbers round: the magic too, or the sizes alone.
    @Test(arguments: [
        [3, 8, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28, 0, 0, 0] + [UInt8](repeating: 0, count: 2 * 784),
        [0, 0, 8, 3, 2, 0, 0, 0, 28, 0, 0, 0, 28, 0, 0, 0] + [UInt8](repeating: 0, count: 2 * 784),
        [0, 0, 8, 2, 2, 0, 0, 0, 16, 3, 0, 0] + [UInt8](repeating: 0, count: 2 * 784),
        [0, 0, 8, 1, 5, 0, 0, 0, 1, 2, 3, 4, 5], [0, 0, 11, 1, 2, 0, 0, 0, 1, 2, 3, 4],
    ])
    func littleEndianHeadersAreCalledSo(bytes: [UInt8]) {
        let message = StreamFixtures.failure(bytes)
        #expect(
            message?.hasPrefix(
                "x.idx: tensor 0: its header is written little-endian, but the numbers of IDX are big-endian: "
                    + "in NumPy, x.astype('>i4') or the like turns its sizes") == true)
    }

    @Test(arguments: [
        ([], "x.idx: empty input; an IDX tensor was expected"),
        (
            Self.stream + "hello, world\n".utf8,
            "x.idx: tensor 2: it is text, but a tensor stream (IDX) is expected: plot, pca and tsne take tables, "
                + "and vae-decode one of latents after the checkpoint"
        ),
        ([0x89, 0x50, 0x4E, 0x47], "x.idx: tensor 0: not an IDX tensor (begins with 89 50 4e 47, not 00 00)"),
        (
            [0, 0, 0x0A, 1, 0, 0, 0, 1, 0],
            "x.idx: tensor 0: unknown IDX type code 0a; known are 08 u8, 09 i8, 0b i16, 0c i32, 0d f32, 0e f64"
        ),
        ([0, 0, 8, 0], "x.idx: tensor 0: no dimensions; the first one must count items"),
        (
            StreamFixtures.tensor(8, [1, 0, 5]),
            "x.idx: tensor 0: dimension 1 of the items is zero"
        ),
        (
            StreamFixtures.tensor(0x0E, [.max, .max, .max, .max]), "x.idx: tensor 0: items too large for this machine"
        ),
        (
            StreamFixtures.tensor(8, [.max, 28, 28], [1, 2]),
            "x.idx: tensor 0: 3367254359280 bytes expected, 2 found"
        ),
        (StreamFixtures.tensor(8, [.max, .max], [1, 2, 3]), "x.idx: tensor 0: items too large for this machine"),
    ])
    func damageIsReported(stream: [UInt8], message: String) {
        #expect(StreamFixtures.failure(stream) == message)
    }

    @Test func anotherTypeOrShapeIsAnError() {
        let first = StreamFixtures.tensor(8, [1, 2], [1, 2])
        #expect(
            StreamFixtures.failure(first + first + StreamFixtures.tensor(9, [1, 2], [1, 2]))
                == "x.idx: tensor 2: 2 i8, but the stream began with 2 u8")
        #expect(
            StreamFixtures.failure(first + StreamFixtures.tensor(8, [1], [1]))
                == "x.idx: tensor 1: u8 scalars, but the stream began with 2 u8")
    }

    @Test func emptyTensorsAreTensors() throws {
        let empty = StreamFixtures.tensor(8, [0, 2])
        var reader = StreamFixtures.reader(empty + StreamFixtures.tensor(8, [1, 2], [7, 8]) + empty)
        #expect(try reader.next(atMost: 5)?.bytes == [7, 8])
        #expect(try reader.next(atMost: 5) == nil)
        #expect(reader.tensorsRead == 3)
        var none = StreamFixtures.reader(empty)
        #expect(try none.all() == TensorBatch(empty: ItemFormat(type: .u8, shape: [2])))
    }

    @Test func aTensorAtATimeWhereTensorsMeanSomething() throws {
        var reader = StreamFixtures.reader(Self.stream)
        var counts: [Int] = []
        while let items = try reader.nextInTensor(atMost: 2) {
            counts.append(reader.isAtTensorEnd ? -items.count : items.count)
        }
        #expect(counts == [2, -1, -2])
    }

    @Test func skippingCountsItems() throws {
        var reader = StreamFixtures.reader(Self.stream)
        #expect(try reader.skip(4) == 4)
        #expect(try reader.next(atMost: 9)?.bytes == [UInt8](24..<30))
        #expect(try reader.skip(1) == 0)
        var cut = StreamFixtures.reader(Array(Self.stream.dropLast()))
        #expect(throws: IDXError.self) { try cut.skip(5) }
    }

    @Test(arguments: 0..<200) func randomHeadersNeverCrash(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var stream: [UInt8] = [0, 0, UInt8(8 + random.below(7)), UInt8(random.below(5))]
        for _ in 0..<40 { stream.append(random.below(3) == 0 ? UInt8(random.below(256)) : UInt8(random.below(3))) }
        // Whatever it says, it is one line or the stream is whole.
        let message = StreamFixtures.failure(stream)
        #expect(message?.contains("\n") != true)
    }
}
