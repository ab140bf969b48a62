import TensorStreams
import TestSupport
import Testing

import Datasets

/// What is made of files that are not IDX.
@Suite struct FetchedPartTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func written(_ bytes: [UInt8], as content: Content) throws -> [UInt8] {
        try File.write(bytes, to: folder.path + "/stored")
        let file = RemoteFile(name: "stored", size: bytes.count, sha256: Sample.digest(bytes), form: .stored)
        let part = Part(split: .train, kind: .images, file: file, content: content)
        let open = try #require(OpenFile.reading(folder.path + "/stored"))
        guard case .good(let data) = try Verification(of: open, as: file) else { throw TestProblem("not verified") }
        return try Sample.written(FetchedPart(part: part, data: data, temporary: folder.path), in: folder)
    }

    @Test(arguments: [true, false]) func memberOfAnArchive(isDeflated: Bool) throws {
        let images = Sample.images(count: 3, seed: 1)
        let archive = Packing.zip([
            .init("gzip/other.gz", [1, 2, 3]), .init("gzip/a.gz", Packing.gzip(images), isDeflated: isDeflated),
        ])
        #expect(try written(archive, as: .zippedIDX(member: "gzip/a.gz", isTransposed: false)) == images)
        let upright = try written(archive, as: .zippedIDX(member: "gzip/a.gz", isTransposed: true))
        #expect(upright.prefix(16) == images.prefix(16))
        #expect(upright[16 + 784 + 28 * 3 + 5] == images[16 + 784 + 28 * 5 + 3])
        #expect(upright.count == images.count)
    }

    @Test func memberThatIsMissing() throws {
        let archive = Packing.zip([.init("a", [1])])
        #expect(throws: FetchError.unexpectedContent(file: folder.path + "/stored", problem: "it has no member b")) {
            try written(archive, as: .zippedIDX(member: "b", isTransposed: false))
        }
    }

    @Test func damagedArchives() throws {
        let archive = Packing.zip([.init("a", [UInt8](repeating: 7, count: 5000), isDeflated: false)])
        for length in 0..<archive.count where length % 97 == 0 || length > archive.count - 80 {
            #expect(throws: FetchError.self) {
                try written(Array(archive.prefix(length)), as: .zippedIDX(member: "a", isTransposed: false))
            }
        }
        var random = RandomSource(seed: 3)
        for _ in 0..<300 {
            var bytes = archive
            let place = bytes.count - 1 - random.below(69)
            bytes[place] = UInt8(truncatingIfNeeded: random.next())
            _ = try? written(bytes, as: .zippedIDX(member: "a", isTransposed: false))
        }
    }

    @Test func binaryText() throws {
        let text = "0 1 1 0\n1 1 0 0 \r\n"
        let expected: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 255, 255, 0, 255, 255, 0, 0]
        #expect(try written(Array(text.utf8), as: .binaryText(side: 2)) == expected)
    }

    @Test(arguments: [
        ("0 1 1 0\n1 1 0\n", "line 2: 4 values expected, 3 found"),
        ("0 1 1 0 1\n", "line 1: 4 values expected, 5 found"),
        ("0 1 2 0\n", "line 1: something other than 0 and 1"),
    ])
    func damagedBinaryText(text: String, problem: String) throws {
        #expect(throws: FetchError.unexpectedContent(file: folder.path + "/stored", problem: problem)) {
            try written(Array(text.utf8), as: .binaryText(side: 2))
        }
    }
}
