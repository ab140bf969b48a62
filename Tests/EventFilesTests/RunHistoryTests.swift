import EventFiles
import TensorStreams
import TestSupport
import Testing

@Suite struct RunHistoryTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func write(_ date: Double, _ points: [(tag: String, step: Int)]) throws {
        let writer = try EventFileWriter(folder: folder.path, date: date)
        for point in points {
            let summary = Summary(tag: point.tag, .scalar(Float(date)))
            try writer.write(Event(wallTime: date, step: point.step, .summary([summary])))
        }
        try writer.finish()
    }

    private func history(from step: Int) throws -> [String] {
        try RunHistory(RunFolder(path: folder.path), from: step).points.map { "\($0.tag) \($0.step) \($0.wallTime)" }
    }

    @Test func pointsOfAllFilesFromAStepOn() throws {
        try write(1, [("a", 1), ("b", 2), ("a", 3)])
        try write(2, [("c", 2)])
        #expect(try history(from: 2) == ["b 2 1.0", "a 3 1.0", "c 2 2.0"])
        #expect(try history(from: 4) == [])
    }

    /// Of curve a the points before the restart and those after it are left, of the others all.
    @Test func aRestartTakesAwayTheLaterPointsOfItsOwnTagsAlone() throws {
        try write(1, [("a", 1), ("a", 2), ("b", 2), ("a", 3), ("b", 4)])
        let writer = try EventFileWriter(folder: folder.path, date: 2)
        try writer.restart(["a"], at: 2, date: 2)
        try writer.write(Event(wallTime: 2, step: 2, .summary([Summary(tag: "a", .scalar(7))])))
        #expect(try history(from: 0) == ["a 1 1.0", "b 2 1.0", "b 4 1.0", "a 2 2.0"])
        let values = try RunHistory(RunFolder(path: folder.path), from: 4).points.map(\.value)
        #expect(values == [[0x0A, 1, 0x62, 0x15, 0, 0, 0x80, 0x3F]])
    }

    /// `SessionLog.START` in field 7 (event.proto), where a curve has points to take away; nothing where it has none.
    @Test func theEventOfARestart() throws {
        try write(1, [("a", 1), ("a", 5)])
        let writer = try EventFileWriter(folder: folder.path, date: 2)
        try writer.restart(["a"], at: 6, date: 2)
        try writer.restart(["b"], at: 1, date: 2)
        func events() throws -> [[EventFileReader.Field]] {
            let name = try #require(File.names(in: folder.path).sorted().last)
            let file = try #require(File.bytes(folder.path + "/" + name))
            return try EventFileReader.records(file).map(EventFileReader.fields)
        }
        #expect(try events().count == 1)
        try writer.restart(["a"], at: 5, date: 2)
        let starts = try events().dropFirst()
        #expect(starts.count == 2)
        for event in starts {
            #expect(event.map(\.number) == [1, 2, 7])
            #expect(event[1].value == .varint(5))
            #expect(event[2].value == .bytes([0x08, 1]))
        }
    }

    @Test func damagedFilesEndWhereTheDamageIs() throws {
        try write(1, [("a", 1), ("a", 2)])
        let name = try #require(File.names(in: folder.path).first)
        let bytes = try #require(File.bytes(folder.path + "/" + name))
        let file = try ByteWriter.create(folder.path + "/events.out.tfevents.9")
        try file.write(Array(bytes.dropLast(3)))
        try file.finish()
        let other = try ByteWriter.create(folder.path + "/events.out.tfevents.99")
        try other.write(Array("no event file".utf8))
        try other.finish()
        #expect(try history(from: 0) == ["a 1 1.0", "a 2 1.0", "a 1 1.0"])
    }
}
