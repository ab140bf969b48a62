import TensorStreams
import TestSupport
import Testing

@Suite struct ByteReaderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// What a shell command writes to `x`, read in requests of `step` bytes.
    private func read(_ command: String, step: Int = 7) throws -> [UInt8] {
        let made = try Shell.run(command, in: folder)
        #expect(made.code == 0)
        return try everything(ByteReader.open(folder.path + "/x"), step: step)
    }

    private func everything(_ reader: ByteReader, step: Int) throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let more = try reader.bytes(step)
            all += more
            if more.count < step { return all }
        }
    }

    private func message(_ command: String) throws -> String? {
        do {
            _ = try read(command)
            return nil
        } catch { return "\(error)".split(separator: "/").last.map(String.init) }
    }

    @Test(arguments: [1, 7, 100_000, 1_000_000]) func plainAndPackedAreTheSame(step: Int) throws {
        let plain = try read("seq 100000 > x", step: step)
        #expect(plain.count == 588_895)
        #expect(try read("seq 100000 | gzip > x", step: step) == plain)
        #expect(try read("{ seq 50000 | gzip; seq 50001 100000 | gzip; } > x", step: step) == plain)
    }

    @Test func zeroPaddingAfterGzipIsPassedOver() throws {
        #expect(try read("{ echo a | gzip; head -c 1000 /dev/zero; } > x") == Array("a\n".utf8))
    }

    @Test func damagedGzipIsReported() throws {
        #expect(
            try message("seq 9999 | gzip | head -c 9000 > x")
                == "x: the gzip data is cut short: fetch or copy the file again")
        #expect(
            try message("{ echo a | gzip; echo b; } > x") == "x: data that is not gzip follows the gzip data")
        let corrupt = "seq 9999 | gzip > y; { head -c 5000 y; printf XXXX; tail -c +5005 y; } > x"
        #expect(try message(corrupt)?.hasPrefix("x: the gzip data is corrupt (") ?? false)
        let checksum = "echo a | gzip > y; { head -c -8 y; printf 12345678; } > x"
        #expect(try message(checksum)?.hasPrefix("x: the gzip data is corrupt (incorrect data check)") ?? false)
    }

    @Test func everyCutOfGzipIsAnError() throws {
        let made = try Shell.run("seq 30 | gzip -n > x", in: folder)
        #expect(made.code == 0)
        let packed = try #require(File.bytes(folder.path + "/x"))
        for length in 2..<packed.count {
            let reader = ByteReader(Array(packed.prefix(length)), name: "x")
            #expect(throws: GzipError.self) { try everything(reader, step: 10) }
        }
    }

    @Test func safetensorsIsNotTakenForGzip() throws {
        let bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, UInt8(ascii: "{"), 1, 2]
        #expect(try everything(ByteReader(bytes, name: "x"), step: 4) == bytes)
    }

    @Test func skippingReadsNothingTwice() throws {
        #expect(try Shell.run("seq 100000 > x; gzip -k x", in: folder).code == 0)
        for path in ["/x", "/x.gz"] {
            let reader = try ByteReader.open(folder.path + path)
            #expect(try reader.bytes(2) == Array("1\n".utf8))
            #expect(try reader.skip(588_880) == 588_880)
            #expect(try reader.bytes(100) == Array("99999\n100000\n".utf8))
            #expect(try reader.skip(1) == 0)
        }
    }

    /// Looking at what comes first, however it is packed, takes nothing of it away.
    @Test func whatComesFirstIsLookedAt() throws {
        #expect(try Shell.run("seq 1000 > x; gzip -k x; printf 1 | gzip > y", in: folder).code == 0)
        let plain = try everything(ByteReader.open(folder.path + "/x"), step: 100)
        for path in ["/x", "/x.gz"] {
            let reader = try ByteReader.open(folder.path + path)
            #expect(try reader.unpackedStartsWith(Array("1\n2".utf8)))
            #expect(try !reader.unpackedStartsWith(Array("1\n3".utf8)))
            #expect(try reader.bytes(1) == Array("1".utf8))
            #expect(try reader.unpackedStartsWith(Array("\n2\n3".utf8)))
            #expect(try everything(reader, step: 7) == Array(plain.dropFirst()))
        }
        let short = try ByteReader.open(folder.path + "/y")
        #expect(try !short.unpackedStartsWith([49, 49]))
        #expect(try everything(short, step: 7) == [49])
    }

    @Test func whatCannotBeOpenedIsNamed() {
        #expect {
            try ByteReader.open("/nowhere/x")
        } throws: { "\($0)" == "/nowhere/x: cannot open: No such file or directory" }
        #expect {
            _ = try ByteReader.open("/").bytes(1)
        } throws: { "\($0)".hasPrefix("/: it is a folder, but a file is expected: 'img2idx FOLDER'") }
    }
}
