import TensorStreams
import Testing

@Suite struct FileListTests {
    @Test func eachLineIsAName() throws {
        let bytes = Array("a.idx\n\nb c.gz\r\n".utf8) + [0xFF] + Array("\nlast".utf8)
        let names = try FileList(ByteReader(bytes, name: "list")).names
        #expect(names.count == 4 && names[0] == "a.idx" && names[1] == "b c.gz" && names[3] == "last")
    }

    @Test func nothingNamesNothing() throws {
        #expect(try FileList(ByteReader([], name: "list")).names.isEmpty)
        #expect(try FileList(ByteReader([10, 10], name: "list")).names.isEmpty)
    }
}
