import EventFiles
import TensorStreams
import TestSupport
import Testing

@Suite struct RunFolderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func put(_ names: String...) throws {
        for name in names { try ByteWriter.create(folder.path + "/" + name).finish() }
    }

    private func newFile(_ date: Double) throws -> String { try RunFolder(path: folder.path).newFile(date: date) }

    @Test func filesAreInTheOrderOfTheirBytes() throws {
        try put("events.out.tfevents.2.b", "events.out.tfevents.10.a", "events.out.tfevents.2.B", "log.tsv")
        #expect(
            try RunFolder(path: folder.path).files() == [
                "events.out.tfevents.10.a", "events.out.tfevents.2.B", "events.out.tfevents.2.b",
            ])
        #expect(throws: FileError.self) { try RunFolder(path: folder.path + "/no").files() }
    }

    /// Whatever the numbers of the processes and the names of the hosts are.
    @Test func namesOfOneSecondSortByTheirTime() throws {
        let names = try [9, 9.000002, 9.0001, 9.5, 10, 1_000_000_000].map(newFile)
        #expect(names == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        #expect(Set(names).count == names.count)
        #expect(names[3].hasPrefix("events.out.tfevents.0000000009.500000."))
    }

    /// A clock set back, and a file of another writer and the same second.
    @Test(arguments: [
        ("events.out.tfevents.0000000100.500000.h.vaeutils.7", "0000000101.000000."),
        ("events.out.tfevents.0000000050.h.8.0", "0000000051.000000."),
        ("events.out.tfevents.0000000049.h.8.0", "0000000050.250000."), ("events.out.tfevents.x", "0000000050.250000."),
    ])
    func aNewFileComesAfterAllOthers(there: String, seconds: String) throws {
        try put(there)
        #expect(try newFile(50.25).hasPrefix("events.out.tfevents." + seconds))
    }
}
