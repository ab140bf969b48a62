import TensorStreams
import TestSupport
import Testing

@Suite struct NPYReaderTests {
    private static func array(_ text: String, _ data: [UInt8], version: UInt8 = 1) -> [UInt8] {
        let size = text.utf8.count
        let sizeBytes = (0..<(version == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) }
        return [0x93] + Array("NUMPY".utf8) + [version, 0] + sizeBytes + Array(text.utf8) + data
    }

    private static func header(_ type: String, _ shape: String, fortran: String = "False") -> String {
        "{'descr': '\(type)', 'fortran_order': \(fortran), 'shape': \(shape), }\n"
    }

    private static func read(_ bytes: [UInt8], step: Int = 2) throws -> TensorBatch {
        var reader = NPYReader(ByteReader(bytes, name: "x.npy"))
        var all = TensorBatch(empty: try reader.format())
        while let batch = try reader.next(atMost: step) { all.append(batch) }
        return all
    }

    private static func message(_ bytes: [UInt8]) -> String? {
        do {
            _ = try read(bytes)
            return nil
        } catch { return "\(error)" }
    }

    @Test(arguments: 1...3 as ClosedRange<UInt8>) func everyVersionIsRead(version: UInt8) throws {
        let bytes = Self.array(Self.header("<i2", "(2, 2)"), [1, 0, 2, 0, 3, 0, 4, 0], version: version)
        let batch = try Self.read(bytes)
        #expect(batch.format == ItemFormat(type: .i16, shape: [2]))
        #expect(try batch.integers() == [1, 2, 3, 4])
    }

    @Test func bothByteOrdersAndOrdersOfIndicesAreRead() throws {
        #expect(try Self.read(Self.array(Self.header(">i4", "(1,)"), [0, 0, 1, 2])).integers() == [258])
        let fortran = Self.array(Self.header("|u1", "(2, 3)", fortran: "True"), [1, 4, 2, 5, 3, 6])
        #expect(try Self.read(fortran).bytes == [1, 2, 3, 4, 5, 6])
    }

    /// An array of 2×3×4 whose last index counts, in both orders; its values tell their place in C order.
    @Test(arguments: [1, 2, 5]) func theLastDimensionMayCount(step: Int) throws {
        func items(_ data: [UInt8], fortran: String) throws -> TensorBatch {
            let bytes = Self.array(Self.header("|u1", "(2, 3, 4)", fortran: fortran), data)
            var reader = NPYReader(ByteReader(bytes, name: "x.npy"), countsLast: true)
            var all = TensorBatch(empty: try reader.format())
            while let batch = try reader.next(atMost: step) { all.append(batch) }
            return all
        }
        var expected: [UInt8] = []
        var columns: [UInt8] = []
        for item in 0..<4 {
            for row in 0..<2 { for column in 0..<3 { expected.append(UInt8(12 * row + 4 * column + item)) } }
            for column in 0..<3 { for row in 0..<2 { columns.append(UInt8(12 * row + 4 * column + item)) } }
        }
        for items in [try items(Array(0..<24), fortran: "False"), try items(columns, fortran: "True")] {
            #expect(items.format == ItemFormat(type: .u8, shape: [2, 3]))
            #expect(items.bytes == expected)
        }
    }

    /// Of no rows there are no items, wherever these are counted.
    @Test(arguments: ["True", "False"]) func noRowsAreNoItems(fortran: String) throws {
        let bytes = Self.array(Self.header("|u1", "(0, 3, 4)", fortran: fortran), [])
        var items = NPYReader(ByteReader(bytes, name: "x.npy"))
        #expect(try items.next(atMost: 1) == nil)
        var columns = NPYReader(ByteReader(bytes, name: "x.npy"), countsLast: true)
        #expect(throws: NPYError(name: "x.npy", reason: .zeroSize(dimension: 1))) { try columns.format() }
        let huge = Self.array(Self.header("|u1", "(0, 4294967295, 4294967295, 4294967295)", fortran: fortran), [])
        #expect(Self.message(huge) == "x.npy: items too large for this machine")
    }

    @Test func otherTypesAreConverted() throws {
        #expect(try Self.read(Self.array(Self.header("|b1", "(3,)"), [0, 1, 2])).bytes == [0, 1, 1])
        #expect(try Self.read(Self.array(Self.header("|b1", "(3, 1)"), [0, 1, 2])).bytes == [0, 1, 1])
        #expect(try Self.read(Self.array(Self.header("|b1", "(2, 1, 2)"), [0, 1, 2, 0])).bytes == [0, 255, 255, 0])
        #expect(try Self.read(Self.array(Self.header("<u2", "(1,)"), [255, 255])).integers() == [65535])
        let long = [UInt8](repeating: 255, count: 8)
        #expect(try Self.read(Self.array(Self.header("<i8", "(1,)"), long)).integers() == [-1])
        #expect(
            Self.message(Self.array(Self.header("<u8", "(1,)"), long))?.contains("item 0: a value does not fit")
                ?? false)
        #expect(try Self.read(Self.array(Self.header("<f2", "(1,)"), [0, 0x3C])).floats() == [1])
    }

    @Test func arraysJoin() throws {
        let array = Self.array(Self.header("|u1", "(2,)"), [1, 2])
        #expect(try Self.read(array + array).bytes == [1, 2, 1, 2])
        #expect(
            Self.message(array + Self.array(Self.header("|i1", "(1,)"), [1]))
                == "x.npy: an array of i8 scalars items follows one of u8 scalars")
    }

    @Test func bytesBehindAnArrayAreCounted() {
        let array = Self.array(Self.header("|u1", "(2,)"), [1, 2])
        #expect(
            Self.message(array + [7, 8])?.hasPrefix("x.npy: 2 bytes follow array 1, and no array begins there") ?? false
        )
        #expect(Self.message(array + array + [7])?.hasPrefix("x.npy: 1 byte follows array 2, ") ?? false)
        let many = [UInt8](repeating: 0, count: 200_000)
        #expect(Self.message(array + many)?.hasPrefix("x.npy: 200000 bytes follow array 1, ") ?? false)
        // What may have been an array is one that is cut.
        #expect(Self.message(array + array.prefix(7)) == "x.npy: cut in the NPY header")
    }

    @Test func damageIsReported() {
        let whole = Self.array(Self.header("<f4", "(2, 3)"), [UInt8](repeating: 0, count: 24))
        for length in 0..<whole.count {
            #expect(throws: NPYError.self) { try Self.read(Array(whole.prefix(length))) }
        }
        #expect(Self.message(Self.array(Self.header("<f4", "(99999999999999999999,)"), [])) != nil)
        #expect(
            Self.message(Self.array(Self.header("<f4", "(4294967296, 4294967296)"), []))
                == "x.npy: items too large for this machine")
        #expect(
            Self.message(Self.array(Self.header("<f4", "(1000000, 1000000)"), [1]))
                == "x.npy: 4000000000000 bytes of data expected, 1 found")
        #expect(
            Self.message(Self.array(Self.header("|u1", "()"), [1]))
                == "x.npy: an array without dimensions; the first one must count items")
        for text in [
            "", "{", "{}", "{'descr': '<f4'}", "[]", "{'descr': [('a', '<f4')], 'fortran_order': False}", "{'a'",
        ] {
            #expect(throws: NPYError.self) { try Self.read(Self.array(text, [])) }
        }
        #expect(Self.message([0x93, 1, 2, 3, 4, 5, 6, 7, 8]) == "x.npy: not an NPY array")
    }

    @Test(arguments: ElementType.allCases) func whatIsWrittenComesBack(type: ElementType) throws {
        let folder = try TemporaryFolder()
        let format = ItemFormat(type: type, shape: [2, 3])
        let batch = TensorBatch(format: format, count: 4, bytes: [UInt8](repeating: 3, count: 24 * type.size))
        var writer = NPYWriter(try ByteWriter.create(folder.path + "/x"), format: format)
        try writer.write(batch)
        try writer.write(batch)
        try writer.finish()
        let bytes = try #require(File.bytes(folder.path + "/x"))
        #expect((bytes.count - 48 * type.size) % 64 == 0)
        #expect(try Self.read(bytes).bytes == batch.bytes + batch.bytes)
    }
}
