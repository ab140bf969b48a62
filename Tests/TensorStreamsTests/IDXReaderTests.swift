import TensorStreams
import TestSupport
import Testing

@Suite struct IDXReaderTests {
    /// Two tensors of 2×3 u8 items, three and two of them.
    static let stream: [UInt8] =
        [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 3] + (0..<18)
        + [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3] + (18..<30)

    static func reader(_ bytes: [UInt8]) -> IDXReader {
        IDXReader(ByteReader(bytes, name: "x.idx"))
    }

    static func failure(_ bytes: [UInt8]) throws -> String? {
        var reader = reader(bytes)
        do {
            _ = try reader.all()
            return nil
        } catch { return "\(error)" }
    }

    @Test func tensorsJoinIntoOneStream() throws {
        var reader = Self.reader(Self.stream)
        #expect(try reader.format() == ItemFormat(type: .u8, shape: [2, 3]))
        var seen: [UInt8] = []
        var counts: [Int] = []
        while let batch = try reader.next(atMost: 2) {
            seen += batch.bytes
            counts.append(batch.count)
        }
        #expect(seen == [UInt8](0..<30))
        #expect(counts == [2, 2, 1])
        #expect(reader.itemsRead == 5)
        #expect(reader.tensorsRead == 2)
    }

    @Test(arguments: 1..<Self.stream.count) func everyCutIsAnErrorThatNamesTheTensor(length: Int) throws {
        let message = try Self.failure(Array(Self.stream.prefix(length)))
        if length == 34 {
            #expect(message == nil)
        } else {
            #expect(message?.hasPrefix("x.idx: tensor \(length < 34 ? 0 : 1): ") ?? false, "\(message ?? "none")")
        }
    }
}
