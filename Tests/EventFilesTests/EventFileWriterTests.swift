import EventFiles
import TensorStreams
import TestSupport
import Testing

@Suite struct EventFileWriterTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var files: [String] { File.names(in: folder.path) }

    private func messages() throws -> [[EventFileReader.Field]] {
        let file = try #require(File.bytes(folder.path + "/" + (files.first ?? "")))
        return try EventFileReader.records(file).map(EventFileReader.fields)
    }

    @Test func frameOfARecord() throws {
        let frame = TFRecordWriter.frame(Array("foo".utf8))
        #expect(frame.count == 19)
        #expect(frame.starts(with: [3, 0, 0, 0, 0, 0, 0, 0]))
        #expect(frame.suffix(7).elementsEqual(Array("foo".utf8) + [0x61, 0x8A, 0xBE, 0xFE]))
        #expect(try EventFileReader.records(frame + frame) == [Array("foo".utf8), Array("foo".utf8)])
    }

    @Test func theNameIsOneThatTensorBoardKnows() throws {
        try EventFileWriter(folder: folder.path, date: 1234.5).finish()
        #expect(files.count == 1)
        #expect(files.first?.hasPrefix("events.out.tfevents.0000001234.") ?? false)
        #expect(files.first?.contains(".vaeutils.") ?? false)
    }

    @Test func theFirstEventIsTheVersion() throws {
        try EventFileWriter(folder: folder.path, date: 1).finish()
        let event = try #require(try messages().first)
        #expect(event.map(\.number) == [1, 2, 3])
        #expect(event[0].value == .bytes([0, 0, 0, 0, 0, 0, 0xF0, 0x3F]))
        #expect(event[2].value == .bytes(Array("brain.Event:2".utf8)))
    }

    @Test func scalarsOfARowAreOneEvent() throws {
        let writer = try EventFileWriter(folder: folder.path, date: 1)
        let values = [Summary(tag: "loss", .scalar(1)), Summary(tag: "val/loss", .scalar(.nan))]
        try writer.write(Event(wallTime: 2, step: 300, .summary(values)))
        let event = try messages()[1]
        #expect(event.map(\.number) == [1, 2, 5])
        #expect(event[1].value == .varint(300))
        guard case .bytes(let summary) = event[2].value else { throw TestProblem("no summary") }
        let inside = try EventFileReader.fields(summary)
        #expect(inside.map(\.number) == [1, 1])
        #expect(inside[0].value == .bytes([0x0A, 4] + Array("loss".utf8) + [0x15, 0, 0, 0x80, 0x3F]))
        guard case .bytes(let second) = inside[1].value else { throw TestProblem("no value") }
        let value = try EventFileReader.fields(second)
        #expect(value[0].value == .bytes(Array("val/loss".utf8)))
        #expect(value[1].value == .bytes([0, 0, 0xC0, 0x7F]))
    }

    @Test func everyEventIsThereAtOnce() throws {
        let writer = try EventFileWriter(folder: folder.path, date: 1)
        for step in 1...3 {
            try writer.write(Event(wallTime: 2, step: step, .summary([Summary(tag: "a", .scalar(0))])))
            #expect(try messages().count == step + 1)
        }
    }

    @Test func aFolderThatIsNotThere() {
        #expect { try EventFileWriter(folder: folder.path + "/no", date: 1) } throws: {
            "\($0)".hasPrefix("\(folder.path)/no: ") && $0 is FileError
        }
    }
}
