import TensorStreams
import TestSupport
import Testing

import Drawing

@Suite struct PNGFolderTests {
    private let dot = Image(width: 1, height: 1, channels: .grey, samples: [7])

    @Test func numbersItsFiles() throws {
        let folder = try TemporaryFolder()
        var pictures = try PNGFolder(folder.path + "/a/b")
        for _ in 0..<3 { try pictures.add(dot) }
        #expect(File.names(in: folder.path + "/a/b") == ["000000.png", "000001.png", "000002.png"])
    }

    @Test func namesGrowTogether() throws {
        let folder = try TemporaryFolder()
        var pictures = try PNGFolder(folder.path, digits: 1)
        for level in 0..<12 {
            try pictures.add(Image(width: 1, height: 1, channels: .grey, samples: [UInt8(level)]))
        }
        #expect(File.names(in: folder.path) == (0..<12).map { ($0 < 10 ? "0" : "") + "\($0).png" })
        let last = try PNGReader.read(ByteReader.open(folder.path + "/09.png"))
        #expect(last.samples == [9])
    }

    @Test func aFileInTheWayIsNamed() throws {
        let folder = try TemporaryFolder()
        _ = try Shell.run("echo >taken", in: folder)
        #expect(throws: FileError.self) {
            var pictures = try PNGFolder(folder.path + "/taken")
            try pictures.add(dot)
        }
    }
}
