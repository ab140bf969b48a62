import TensorStreams
import TestSupport
import Testing

@Suite struct IDXFilesTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let made = try Shell.run(
            """
            printf '\\0\\0\\10\\1\\0\\0\\0\\3abc' > a; printf '\\0\\0\\10\\1\\0\\0\\0\\0' > b; printf '\\0\\0\\10\\1\\0\\0\\0\\2de' | gzip > c
            printf '\\0\\0\\11\\1\\0\\0\\0\\1f' > other; : > empty
            """, in: folder)
        #expect(made.code == 0)
    }

    private func files(_ names: String...) -> IDXFiles { IDXFiles(names.map { folder.path + "/" + $0 }) }

    private func everything(_ files: IDXFiles, batch: Int) throws -> (text: String, counts: [Int]) {
        var files = files
        var (text, counts) = ("", [Int]())
        while let items = try files.next(atMost: batch) {
            text += String(decoding: items.bytes, as: UTF8.self)
            counts.append(items.count)
        }
        return (text, counts)
    }

    @Test func batchesCrossFiles() throws {
        let (text, counts) = try everything(files("a", "b", "c", "a"), batch: 3)
        #expect(text == "abcdeabc")
        #expect(counts == [3, 3, 2])
        #expect(try everything(files("b"), batch: 3).text == "")
    }

    @Test func skippingCrossesFiles() throws {
        var items = files("a", "b", "c")
        #expect(try items.format() == ItemFormat(type: .u8, shape: []))
        #expect(try items.skip(4) == 4)
        #expect(try items.next(atMost: 9)?.bytes == [UInt8(ascii: "e")])
        #expect(try items.skip(1) == 0)
    }

    @Test func itemsAreCountedOverAll() throws {
        var items = files("a", "b", "c")
        _ = try items.next(atMost: 4)
        #expect(items.itemsRead == 4 && items.itemsAnnounced == 5)
        #expect(items.title(ofItem: 2).hasSuffix("a: item 2") && items.title(ofItem: 3).hasSuffix("c: item 0"))
        #expect(items.title.hasSuffix("a and 2 more"))
        #expect(try items.skip(9) == 1 && items.itemsRead == 5)
    }

    @Test func oneThatIsOpenComesAlone() throws {
        var items = IDXFiles(IDXReader(try ByteReader.open(folder.path + "/a")))
        #expect(items.title == folder.path + "/a")
        #expect(try items.next(atMost: 9)?.count == 3)
        #expect(try items.next(atMost: 9) == nil && items.itemsAnnounced == 3)
    }

    @Test func filesCanBeReadAgain() throws {
        var items = files("a", "c")
        #expect(items.canBeReadAgain)
        _ = try items.next(atMost: 4)
        #expect(try everything(items.rewound(), batch: 9).text == "abcde")
        #expect(!IDXFiles([]).canBeReadAgain)
        #expect(!IDXFiles(["/dev/null"]).canBeReadAgain)
    }

    @Test func aFileThatDoesNotFitIsNamed() {
        for (name, reason) in [
            ("other", "tensor 0: i8 scalars, but the stream began with u8 scalars"),
            ("empty", "empty input; an IDX tensor was expected"), ("none", "cannot open: No such file or directory"),
        ] {
            #expect {
                try everything(files("a", name), batch: 2)
            } throws: { "\($0)" == "\(folder.path)/\(name): \(reason)" }
        }
    }
}
