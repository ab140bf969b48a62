import TensorStreams
import Testing

@Suite struct PixelLevelsTests {
    private func areZeroAndOne(_ bytes: [UInt8], step: Int = 2) throws -> Bool {
        var reader = StreamFixtures.reader(bytes)
        // A copy learns what its original reads.
        let copy = reader
        while try reader.next(atMost: step) != nil {}
        #expect(copy.levels.name == "x.idx")
        return copy.levels.areZeroAndOne
    }

    @Test func masksAreKnown() throws {
        #expect(try areZeroAndOne(StreamFixtures.tensor(8, [3, 2], [0, 0, 0, 0, 1, 0])))
        #expect(try areZeroAndOne(StreamFixtures.tensor(8, [1, 1, 2], [1, 1])))
    }

    @Test func otherImagesAreNone() throws {
        #expect(try !areZeroAndOne(StreamFixtures.tensor(8, [3, 2], [0, 1, 0, 0, 1, 2])))
        #expect(try !areZeroAndOne(StreamFixtures.tensor(8, [3, 2], [255, 0, 0, 0, 1, 1])))
        #expect(try !areZeroAndOne(StreamFixtures.tensor(8, [2, 2], [0, 0, 0, 0])))
        #expect(try !areZeroAndOne(StreamFixtures.tensor(9, [2, 2], [0, 1, 0, 1])))
    }

    @Test func labelsAreNoPixels() throws {
        #expect(try !areZeroAndOne(StreamFixtures.tensor(8, [2], [0, 1])))
        #expect(try !areZeroAndOne(StreamFixtures.tensor(8, [2, 1], [0, 1])))
    }

    @Test func whatAnotherReaderHasSeenCountsToo() throws {
        var reader = StreamFixtures.reader(StreamFixtures.tensor(8, [1, 2], [0, 1]))
        _ = try reader.next(atMost: 1)
        reader.levels.see(greatest: 0)
        #expect(reader.levels.areZeroAndOne && reader.levels.greatest == 1)
        reader.levels.see(greatest: 255)
        #expect(!reader.levels.areZeroAndOne)
    }
}
