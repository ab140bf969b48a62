import TensorStreams
import TestSupport
import Testing

@Suite struct SafetensorsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let sample = Safetensors(
        metadata: ["format": "test", "a": "ü\"\n"],
        tensors: [
            .init(name: "w", shape: [2, 3], floats: [1, 2, 3, 4, 5, -0.5]),
            .init(name: "step", type: .i64, shape: [], bytes: [7, 0, 0, 0, 0, 0, 0, 0]),
            .init(name: "empty", type: .f32, shape: [0, 5], bytes: []),
            .init(name: "flags", type: .bool, shape: [3], bytes: [1, 0, 1]),
        ])

    private static func file(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
        let size = header.utf8.count
        return (0..<8).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) } + header.utf8 + data
    }

    private static func message(_ bytes: [UInt8]) -> String? {
        do {
            _ = try Safetensors.read(ByteReader(bytes, name: "m"))
            return nil
        } catch { return "\(error)" }
    }

    private func bytes(_ file: Safetensors) throws -> [UInt8] {
        try file.write(folder.path + "/m")
        return try #require(File.bytes(folder.path + "/m"))
    }

    @Test func whatIsWrittenComesBack() throws {
        let bytes = try bytes(Self.sample)
        let back = try Safetensors.read(folder.path + "/m")
        #expect(back.metadata == Self.sample.metadata)
        #expect(back.tensors.map(\.name) == ["step", "w", "empty", "flags"])
        for tensor in Self.sample.tensors { #expect(back[tensor.name] == tensor) }
        #expect(back["w"]?.floats() == [1, 2, 3, 4, 5, -0.5])
        #expect(try self.bytes(back) == bytes)
        #expect(bytes[0] % 8 == 0)
    }

    @Test func everyCutIsAnError() throws {
        let bytes = try bytes(Self.sample)
        for length in 0..<bytes.count {
            #expect(throws: SafetensorsError.self) {
                try Safetensors.read(ByteReader(Array(bytes.prefix(length)), name: "m"))
            }
        }
        #expect(Self.message(bytes + [0])?.contains("bytes of data expected") ?? false)
    }

    @Test func aPipeIsCheckedToo() throws {
        _ = try bytes(Self.sample)
        let made = try Shell.run(
            "gzip -k m; head -c -1 m | gzip > cut.gz; { cat m; echo; } | gzip > long.gz", in: folder)
        #expect(made.code == 0)
        #expect(try Safetensors.read(folder.path + "/m.gz")["w"] == Self.sample["w"])
        for (name, reason) in [
            ("cut.gz", "tensor flags: 3 bytes expected, 2 found"), ("long.gz", "bytes after the last"),
        ] {
            #expect {
                try Safetensors.read(folder.path + "/" + name)
            } throws: { "\($0)".contains(reason) }
        }
    }

    /// 1, −2, the smallest number above 0, and one third as F16 and BF16 have them.
    @Test func halfPrecisionIsWidened() {
        func widened(_ type: Safetensors.DataType, _ words: [UInt16]) -> [Float]? {
            let bytes = words.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
            let tensor = Safetensors.Tensor(name: "w", type: type, shape: [words.count], bytes: bytes)
            return tensor.float32().flatMap {
                Safetensors.Tensor(name: "w", type: .f32, shape: [words.count], bytes: $0).floats()
            }
        }
        #expect(widened(.f16, [0x3C00, 0xC000, 0x0001, 0x3555]) == [1, -2, 0x1p-24, 0x1.554p-2])
        #expect(widened(.bf16, [0x3F80, 0xC000, 0x0001, 0x3EAB]) == [1, -2, 0x1p-133, 0x1.56p-2])
        #expect(widened(.i16, [1]) == nil)
    }

    @Test(arguments: [
        ([], "m: empty; a safetensors file was expected"),
        ([255, 255, 255, 255, 255, 0, 0, 0], "m: not a safetensors file (its header would have 1099511627775 bytes)"),
        (file("[]"), "m: not a safetensors file: header: does not begin with {"),
        (file("{"), "m: not a safetensors file: header: byte 1: the JSON text ends too early"),
        (file("{\"__metadata__\":{\"a\":1}}"), "m: header: __metadata__ must hold strings"),
        (file("{\"w\":1}"), "m: tensor w: dtype, shape and data_offsets were expected"),
        (
            file("{\"w\":{\"dtype\":\"F33\",\"shape\":[],\"data_offsets\":[0,4]}}", [0, 0, 0, 0]),
            "m: tensor w: unknown dtype F33"
        ),
        (
            file("{\"w\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", [0, 0, 0, 0]),
            "m: tensor w: shape is not a list of sizes"
        ),
        (
            file("{\"w\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,4]}}", [0, 0, 0, 0]),
            "m: tensor w: shape too large"
        ),
        (
            file("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", [0, 0, 0, 0]),
            "m: tensor w: shape [2] of F32 takes 8 bytes, data_offsets give 4"
        ),
        (
            file("{\"w\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}", [0, 0]),
            "m: tensor w: bytes before it belong to no tensor"
        ),
        (
            file(
                "{\"w\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},"
                    + "\"v\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}}", [0, 0, 0]),
            "m: tensor v: overlaps the one before"
        ),
        (
            file("{\"w\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},\"w\":{}}", [0]),
            "m: not a safetensors file: header: byte 53: key \"w\" given twice"
        ),
        (file("{}", [1]), "m: 0 bytes of data expected, 1 found"),
    ])
    func damageIsReported(file: [UInt8], message: String) {
        #expect(Self.message(file) == message)
    }

    @Test func halvesAreConverted() {
        let half = Safetensors.Tensor(
            name: "h", type: .f16, shape: [4], bytes: [0, 0x3C, 0, 0xC0, 1, 0, 0xFF, 0x7B])
        #expect(half.floats() == [1, -2, 0x1p-24, 65504])
        let brain = Safetensors.Tensor(name: "b", type: .bf16, shape: [1], bytes: [0x80, 0x3F])
        #expect(brain.floats() == [1])
        #expect(Safetensors.Tensor(name: "i", type: .u8, shape: [1], bytes: [1]).floats() == nil)
    }

    @Test func aFailedWriteLeavesTheFileBefore() throws {
        let before = try bytes(Self.sample)
        let output = try ByteWriter.create(folder.path + "/m")
        try output.write([1, 2, 3])
        #expect(File.bytes(folder.path + "/m") == before)
    }
}
