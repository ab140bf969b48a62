import TensorStreams
import TestSupport
import Testing

@Suite struct NPYArchiveTests {
    private static func array(_ values: [UInt8]) -> [UInt8] {
        let text = "{'descr': '|u1', 'fortran_order': False, 'shape': (\(values.count),), }\n"
        return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.utf8.count), 0] + Array(text.utf8) + values
    }

    /// A long array, so that it is packed and read in pieces.
    private static let long = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }

    private static func archive(deflated: Bool) -> [UInt8] {
        Packing.zip([
            Packing.Member("metadata.npy", Array("pickled".utf8), isDeflated: deflated),
            Packing.Member("long.npy", array(long), isDeflated: deflated),
            Packing.Member("short.npy", array([1, 2, 3]), isDeflated: deflated),
        ])
    }

    private static func read(_ bytes: [UInt8], _ name: String?) throws -> [UInt8] {
        var reader = NPYReader(try ArrayFile.open(ByteReader(bytes, name: "x.npz"), array: name))
        var all = TensorBatch(empty: try reader.format())
        while let batch = try reader.next(atMost: 999) { all.append(batch) }
        return all.bytes
    }

    private static func message(_ bytes: [UInt8], _ name: String?) -> String? {
        do {
            _ = try read(bytes, name)
            return nil
        } catch { return "\(error)" }
    }

    @Test(arguments: [true, false]) func arraysAreFoundByName(deflated: Bool) throws {
        let bytes = Self.archive(deflated: deflated)
        #expect(try Self.read(bytes, "long") == Self.long)
        #expect(try Self.read(bytes, "short") == [1, 2, 3])
        #expect(try Self.read(Self.array([5]), nil) == [5])
    }

    /// numpy.savez announces sizes of 64 bits in the header before a member, however small it is.
    @Test func sizesOfSixtyFourBitsAreRead() throws {
        let bytes = Packing.zip([Packing.Member("a.npy", Self.array([7, 8]), isDeflated: false, hasWideSizes: true)])
        #expect(try Self.read(bytes, "a") == [7, 8])
    }

    @Test func whatIsAbsentIsToldOf() {
        let bytes = Self.archive(deflated: true)
        #expect(Self.message(bytes, "images") == "x.npz: no array images; there are: metadata long short")
        #expect(
            Self.message(bytes, nil)
                == "x.npz: an archive of NumPy arrays (npz): --array names one of metadata, long, short")
        #expect(
            Self.message(Self.array([1]), "a")
                == "x.npz: no archive of NumPy arrays (npz) and no MATLAB 5 file, so that there is no array a in it")
        #expect(
            Self.message(Packing.zip([Packing.Member("a.txt", [])]), nil)
                == "x.npz: it is a ZIP archive, but a NumPy array is "
                + "expected: no command reads it")
    }

    @Test func manyNamesAreNotAllListed() {
        let bytes = Packing.zip((0..<1000).map { Packing.Member("a\($0).npy", []) })
        let message = Self.message(bytes, "b") ?? ""
        #expect(message.hasPrefix("x.npz: no array b; there are: a0 a1 ") && message.hasSuffix(" a19 … (1000)"))
    }

    @Test(arguments: [true, false]) func everyCutIsToldOf(deflated: Bool) {
        let bytes = Self.archive(deflated: deflated)
        let end = bytes.indices.first { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) } ?? 0
        for cut in [5, 29, 31, 60, 300, end / 2, end - 40, end - 1] {
            let message = Self.message(Array(bytes[..<cut]), "short")
            #expect(message?.contains("cut short") == true, "\(cut): \(message ?? "nothing")")
        }
    }

    @Test(arguments: [true, false]) func dataThatWasChangedIsToldOf(deflated: Bool) {
        var bytes = Packing.zip([Packing.Member("a.npy", Self.array(Self.long), isDeflated: deflated)])
        bytes[bytes.count / 2] ^= 1
        #expect(Self.message(bytes, "a") == "x.npz: the data of a.npy is corrupt: fetch or copy the file again")
    }

    @Test func flagsThatCannotBeReadAreToldOf() {
        func flagged(_ place: Int, _ value: UInt8) -> String? {
            var bytes = Self.archive(deflated: true)
            bytes[place] = value
            return Self.message(bytes, "metadata")
        }
        #expect(flagged(6, 1) == "x.npz: metadata.npy is encrypted: unzip it")
        #expect(flagged(8, 12) == "x.npz: metadata.npy is packed in another way (12) than deflate: unzip it")
        #expect(flagged(6, 8)?.contains("no size before its data") == true)
        #expect(flagged(0, 0)?.contains("no archive") == true)
    }
}
