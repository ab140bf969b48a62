import TensorStreams
import TestSupport
import Testing

/// MATLAB 5 files made here, byte by byte; those that SciPy writes are in npy2idx's cases.
@Suite struct MatlabFileTests {
    /// How numbers of several bytes lie in a file, and the tags that are made of them.
    private struct Layout {
        var isBigEndian = false

        func number(_ value: Int, size: Int = 4) -> [UInt8] {
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
            return isBigEndian ? bytes.reversed() : bytes
        }

        func element(_ type: Int, _ data: [UInt8]) -> [UInt8] {
            number(type) + number(data.count) + data + [UInt8](repeating: 0, count: (8 - data.count % 8) % 8)
        }

        func short(_ type: Int, _ data: [UInt8]) -> [UInt8] {
            number(data.count << 16 | type) + data + [UInt8](repeating: 0, count: 4 - data.count)
        }

        /// A variable's content; the class is MATLAB's number of it, `stored` that of the type of its values.
        func variable(_ name: String, kind: Int, _ shape: [Int], stored: Int, _ values: [UInt8], flags: Int = 0)
            -> [UInt8]
        {
            element(6, number(kind | flags << 8) + number(0)) + element(5, shape.flatMap { number($0) })
                + (name.utf8.count <= 4 ? short(1, Array(name.utf8)) : element(1, Array(name.utf8)))
                + (values.count <= 4 ? short(stored, values) : element(stored, values))
        }

        func file(_ variables: [[UInt8]], packed: Bool = false) -> [UInt8] {
            let text = Array("MATLAB 5.0 MAT-file".utf8)
            let header = text + [UInt8](repeating: 0x20, count: 124 - text.count)
            let end: [UInt8] = isBigEndian ? [1, 0, 0x4D, 0x49] : [0, 1, 0x49, 0x4D]
            return variables.reduce(header + end) { file, content in
                guard packed else { return file + element(14, content) }
                let data = Packing.zlib(element(14, content))
                return file + number(15) + number(data.count) + data
            }
        }
    }

    private static let plain = Layout()

    private static func read(_ bytes: [UInt8], _ name: String?, countsLast: Bool = false) throws -> TensorBatch {
        let array = try ArrayFile.open(ByteReader(bytes, name: "x.mat"), array: name)
        var reader = NPYReader(array, countsLast: countsLast)
        var all = TensorBatch(empty: try reader.format())
        while let batch = try reader.next(atMost: 999) { all.append(batch) }
        return all
    }

    private static func message(_ bytes: [UInt8], _ name: String? = "a") -> String? {
        do {
            _ = try read(bytes, name)
            return nil
        } catch { return "\(error)" }
    }

    /// Of the columns (1 2) (3 4) (5 6) the rows, or the columns as they are; in both orders of bytes, packed and not.
    @Test(arguments: [false, true], [false, true]) func bothOrdersOfBytesAreRead(isBigEndian: Bool, packed: Bool) throws
    {
        let layout = Layout(isBigEndian: isBigEndian)
        let values = (1...6).flatMap { layout.number($0, size: 2) }
        let other = layout.variable("first", kind: 9, [1, 1], stored: 2, [7])
        let bytes = layout.file([other, layout.variable("a", kind: 10, [2, 3], stored: 3, values)], packed: packed)
        let rows = try Self.read(bytes, "a")
        #expect(rows.format == ItemFormat(type: .i16, shape: [3]))
        #expect(try rows.integers() == [1, 3, 5, 2, 4, 6])
        #expect(try Self.read(bytes, "a", countsLast: true).integers() == [1, 2, 3, 4, 5, 6])
        #expect(try Self.read(bytes, "first").bytes == [7])
    }

    /// MATLAB stores numbers in the narrowest type that holds them all.
    @Test func narrowNumbersBecomeThoseOfTheirClass() throws {
        func values(_ kind: Int, stored: Int, _ bytes: [UInt8], count: Int = 2) throws -> TensorBatch {
            try Self.read(
                Self.plain.file([Self.plain.variable("a", kind: kind, [count, 1], stored: stored, bytes)]), "a")
        }
        #expect(try values(6, stored: 2, [1, 200]).doubles() == [1, 200])
        #expect(try values(6, stored: 3, [255, 255, 1, 0]).doubles() == [-1, 1])
        #expect(try values(7, stored: 1, [255, 1]).floats() == [-1, 1])
        #expect(try values(12, stored: 4, [255, 255, 1, 0]).integers() == [65535, 1])
        #expect(try values(14, stored: 1, [255, 1]).integers() == [-1, 1])
        #expect(try values(6, stored: 7, [0, 0, 128, 63], count: 1).doubles() == [1])
        #expect(throws: MatlabError.self) { try values(9, stored: 1, [255, 1]) }
        #expect(throws: MatlabError.self) { try values(9, stored: 7, [0, 0, 128, 63], count: 1) }
    }

    @Test func whatHoldsNoRealNumbersIsToldOf() {
        func problem(_ kind: Int, flags: Int = 0) -> String? {
            Self.message(Self.plain.file([Self.plain.variable("a", kind: kind, [1, 1], stored: 2, [1], flags: flags)]))
        }
        let expected = "and an array of real numbers is expected: "
        #expect(problem(1) == "x.mat: a: cell, \(expected)save the numbers in it as a variable of their own")
        #expect(problem(5) == "x.mat: a: sparse, \(expected)save full(x)")
        #expect(problem(6, flags: 8) == "x.mat: a: complex, \(expected)save real(x), imag(x) or abs(x)")
        #expect(
            problem(99) == "x.mat: the MATLAB file is damaged (a variable of class 99): fetch or copy the file again")
    }

    /// Sizes are held against each other before memory is asked for.
    @Test(arguments: [false, true]) func sizesThatLieAreToldOf(packed: Bool) {
        func problem(_ shape: [Int], claimed: Int, _ values: [UInt8] = []) -> String? {
            var content = Self.plain.variable("a", kind: 9, shape, stored: 2, [])
            content.replaceSubrange(
                (content.count - 8)..., with: Self.plain.number(2) + Self.plain.number(claimed) + values)
            return Self.message(Self.plain.file([content], packed: packed))
        }
        for (shape, claimed) in [
            ([1 << 20, 1 << 20], 0), ([1 << 20, 1 << 20], 1 << 31), ([1 << 15, 1 << 15], 1 << 30),
            ([Int](repeating: Int(Int32.max), count: 4), 8), ([2, 2], 5),
        ] {
            let message = problem(shape, claimed: claimed)
            #expect(message?.contains("damaged (\(claimed) bytes for ") == true, "\(message ?? "nothing")")
        }
        #expect(problem([4, 4], claimed: 16, [1])?.contains("damaged") == true)
        #expect(
            problem([2, 2], claimed: 4, [1, 2, 3, 4] + [UInt8](repeating: 0, count: 12))?.contains("more follows")
                == true)
    }

    @Test(arguments: [false, true]) func everyCutIsToldOf(packed: Bool) {
        let values = (0..<999).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }
        let bytes = Self.plain.file([Self.plain.variable("a", kind: 9, [999, 1], stored: 2, values)], packed: packed)
        for cut in 19..<bytes.count - (packed ? 0 : 8) where cut != 128 {
            let message = Self.message(Array(bytes[..<cut]))
            #expect(message?.contains("cut short") == true, "\(cut): \(message ?? "nothing")")
        }
        #expect(Self.message(Array(bytes[..<128])) == "x.mat: a MATLAB file that holds no array")
    }

    @Test func packedDataThatWasChangedIsToldOf() throws {
        let values = (0..<999).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }
        let whole = Self.plain.file([Self.plain.variable("a", kind: 9, [999, 1], stored: 2, values)], packed: true)
        for place in 136..<whole.count {
            var bytes = whole
            bytes[place] ^= 1
            #expect(Self.message(bytes) != nil, "\(place)")
        }
    }

    @Test func whatIsAbsentIsToldOf() {
        let bytes = Self.plain.file([
            Self.plain.variable("images", kind: 9, [2, 3, 4], stored: 2, [UInt8](repeating: 0, count: 24)),
            Self.plain.variable("title", kind: 4, [1, 1], stored: 16, [65]),
        ])
        #expect(Self.message(bytes) == "x.mat: no array a; there are: images title")
        #expect(
            Self.message(bytes, nil)
                == "x.mat: a MATLAB file: --array names one of images (2×3×4 uint8), title (1×1 char)")
    }

    @Test func otherFormatsAreToldOf() {
        var bytes = Self.plain.file([])
        bytes[125] = 2
        #expect(
            Self.message(bytes)?.hasPrefix("x.mat: it is a MATLAB 7.3 file (HDF5), but MATLAB 5 is expected") == true)
        bytes[126] = 0
        #expect(Self.message(bytes) == "x.mat: it is no MATLAB 5 file")
    }
}
