import TensorStreams
import Testing

@Suite struct PathListTests {
    private func texts(_ bytes: [UInt8], separator: UInt8 = 10) throws -> [String] {
        var list = PathList(ByteReader(bytes, name: "list"), separator: separator)
        return try list.texts()
    }

    @Test func eachLineIsAName() throws {
        let names = try texts(Array("a.idx\n\nb c.gz\n".utf8) + [0xFF] + Array("\nlast".utf8))
        #expect(names.count == 4 && names[0] == "a.idx" && names[1] == "b c.gz" && names[3] == "last")
        #expect(try texts(Array("a\nb\0c".utf8), separator: 0) == ["a\nb", "c"])
    }

    @Test func nothingNamesNothing() throws {
        #expect(try texts([]).isEmpty && texts([10, 10]).isEmpty)
    }

    @Test func whatIsNoNameIsRefused() {
        #expect(throws: PathListError.self) { try texts(Array("a\0b\n".utf8)) }
        #expect(throws: PathListError.self) { try texts([UInt8](repeating: 97, count: 4096)) }
    }
}
