import Glibc
import TensorStreams
import TestSupport
import Testing

@Suite struct OutputGroupTests {
    @Test func filesAppearTogether() throws {
        let folder = try TemporaryFolder()
        let outputs = OutputGroup()
        let writers = try ["a", "b"].map { try outputs.create(folder.path + "/" + $0) }
        for writer in writers {
            try writer.write("x")
            try writer.finish()
        }
        #expect(File.names(in: folder.path).isEmpty)
        try outputs.finish()
        #expect(File.names(in: folder.path).sorted() == ["a", "b"])
        #expect(File.bytes(folder.path + "/b") == Array("x".utf8))
    }

    @Test func aGroupThatIsGivenUpLeavesNothing() throws {
        let folder = try TemporaryFolder()
        do {
            let outputs = OutputGroup()
            try outputs.create(folder.path + "/a").finish()
            _ = try outputs.create(folder.path + "/b")
        }
        #expect(File.names(in: folder.path).isEmpty)
    }

    @Test func noneAppearsWhereOneHasNoFolderLeft() throws {
        let folder = try TemporaryFolder()
        mkdir(folder.path + "/gone", 0o700)
        let outputs = OutputGroup()
        for name in ["a", "gone/b"] { try outputs.create(folder.path + "/" + name).finish() }
        rmdir(folder.path + "/gone")
        #expect(throws: FileError.self) { try outputs.finish() }
        #expect(File.bytes(folder.path + "/a") == nil)
    }
}
