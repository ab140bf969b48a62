import TensorStreams
import TestSupport
import Testing

@Suite struct ByteWriterTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var path: String { folder.path + "/x" }

    @Test func aFileAppearsWhenItIsWhole() throws {
        #expect(try Shell.run("echo old > x; chmod 640 x", in: folder).code == 0)
        let writer = try ByteWriter.create(path)
        try writer.write([UInt8](repeating: 65, count: 100_000))
        try writer.flush()
        #expect(File.text(path) == "old\n")
        try writer.finish()
        #expect(File.bytes(path)?.count == 100_000)
        #expect(try Shell.run("ls -A; stat -c %a x", in: folder).text == "x\n640\n")
    }

    @Test func theMaskAppliesToANewFile() throws {
        try StreamFixtures.written(path) { try $0.write("a") }
        let fresh = try Shell.run("touch y; test $(stat -c %a x) = $(stat -c %a y)", in: folder)
        #expect(fresh.code == 0)
    }

    @Test func writingThroughALinkKeepsTheLink() throws {
        #expect(try Shell.run("mkdir d; echo old > d/y; ln -s d/y x", in: folder).code == 0)
        try StreamFixtures.written(path) { try $0.write("new\n") }
        #expect(try Shell.run("readlink x; cat d/y", in: folder).text == "d/y\nnew\n")
    }

    @Test func bytesCanBeOverwritten() throws {
        let writer = try ByteWriter.create(path)
        #expect(writer.isSeekable)
        try writer.write("abcdef")
        try writer.overwrite(Array("XY".utf8), at: 2)
        try writer.write("gh")
        try writer.finish()
        #expect(File.text(path) == "abXYefgh")
    }

    @Test func aLogGrowsInPlace() throws {
        #expect(try Shell.run("printf 'one\ntwo\n' > x", in: folder).code == 0)
        let writer = try ByteWriter.grow(path, from: 4)
        try writer.write("three\n")
        try writer.flush()
        #expect(File.text(path) == "one\nthree\n")
        try writer.finish()
    }

    @Test func aDeviceIsWrittenDirectly() throws {
        let writer = try ByteWriter.create("/dev/full")
        #expect(!writer.isSeekable)
        try writer.write("a")
        #expect { try writer.finish() } throws: { "\($0)" == "/dev/full: No space left on device" }
        try StreamFixtures.written("/dev/null") { try $0.write("a") }
    }

    @Test func whatCannotBeCreatedIsNamed() throws {
        let missing = folder.path + "/nowhere/x"
        #expect {
            try ByteWriter.create(missing)
        } throws: { "\($0)" == "\(missing): cannot create: No such file or directory" }
        #expect {
            try ByteWriter.create(folder.path)
        } throws: { "\($0)" == "\(folder.path): cannot create: Is a directory" }
    }
}
