import Testing

import Datasets

@Suite struct MirrorTests {
    @Test func urls() throws {
        let mirror = try Mirror("HTTPS://me:secret@example.org:8080/a/b")
        #expect(mirror.name == "example.org:8080")
        #expect(mirror.url(of: "x.gz") == "HTTPS://me:secret@example.org:8080/a/b/x.gz")
        #expect(mirror.folder("c").url(of: "x") == "HTTPS://me:secret@example.org:8080/a/b/c/x")
        #expect(try Mirror("http://h/d/gzip.zip").url(of: "gzip.zip") == "http://h/d/gzip.zip")
        #expect(try Mirror("http://h/d/").url(of: "gzip.zip") == "http://h/d/gzip.zip")
    }

    @Test func paths() throws {
        #expect(try Mirror("/").url(of: "x").hasSuffix("/x"))
        #expect(try Mirror("/tmp").url(of: "x") == "file:///tmp/x")
        #expect(try Mirror(".").base.hasPrefix("file:///"))
    }

    @Test(arguments: ["", "ftp://host/", "http://", "://", "x://y", "/no/such/folder", "a\0b"])
    func refused(address: String) {
        #expect(throws: FetchError.badMirror(address)) { try Mirror(address) }
    }

    @Test func foldersOfADataSet() throws {
        let mirror = try Mirror("http://h/")
        #expect(mirror.folders(for: Catalogue.mnist).map(\.base) == ["http://h/", "http://h/mnist/"])
        #expect(mirror.folders(for: Catalogue.kmnist).map(\.base) == ["http://h/kmnist/", "http://h/"])
        let letters = try #require(Catalogue.dataSet(named: "emnist-letters"))
        #expect(
            mirror.folders(for: letters).map(\.base) == ["http://h/emnist/", "http://h/emnist-letters/", "http://h/"])
    }
}
