import TensorStreams
import TestSupport
import Testing

import Datasets

/// Matrices of the fixtures of `Tests/Fixtures/matlab.py`, and damaged copies of them, as fetched from a folder.
@Suite struct MatlabMatrixTests {
    private static let matrices = [
        MatlabMatrix(name: "data", column: .image(side: 3), count: 5),
        MatlabMatrix(name: "target", column: .oneHot(classes: 4), count: 5),
        MatlabMatrix(name: "testdata", column: .image(side: 3), count: 2),
        MatlabMatrix(name: "testtarget", column: .oneHot(classes: 4), count: 2),
    ]
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static func fixture(_ name: String) throws -> [UInt8] {
        guard let bytes = File.bytes(Package.root + "/Tests/Fixtures/matlab/\(name).mat") else {
            throw TestProblem("no fixture \(name)")
        }
        return bytes
    }

    /// What becomes of the bytes: the items of a matrix, or why there are none.
    private func written(
        _ bytes: [UInt8], _ matrix: MatlabMatrix = matrices[0], sha256: String? = nil
    ) throws -> Result<[UInt8], TestProblem> {
        try File.write(bytes, to: folder.path + "/chardata.mat")
        let file = RemoteFile(
            name: "chardata.mat", size: 1 << 20, sha256: sha256, form: .matlab(Self.matrices))
        let open = try #require(OpenFile.reading(folder.path + "/chardata.mat"))
        switch try Verification(of: open, as: file) {
        case .good(let data):
            let part = Part(split: .train, kind: .images, file: file, content: .matlab(matrix))
            return .success(
                try Sample.written(FetchedPart(part: part, data: data, temporary: folder.path), in: folder))
        case .cut: return .failure(TestProblem("cut"))
        case .wrong(let problem): return .failure(TestProblem(problem))
        }
    }

    private func problem(_ bytes: [UInt8]) throws -> String? {
        if case .failure(let problem) = try written(bytes) { return problem.description }
        return nil
    }

    /// Images come column after column and leave upright, with 255 levels of ink.
    @Test(arguments: ["plain", "packed", "single", "logical"]) func images(name: String) throws {
        let header: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 3, 0, 0, 0, 3]
        let pixels = (0..<5).flatMap { image in
            (0..<9).map { place in
                let row = place % 3 * 3 + place / 3
                return UInt8((Double((3 * row + 2 * image) % 6) / 5 * 255).rounded())
            }
        }
        #expect(try written(Self.fixture(name)).get() == header + pixels)
    }

    @Test(arguments: ["plain", "packed", "single", "logical"]) func labels(name: String) throws {
        let train: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 5, 1, 0, 3, 2, 1]
        #expect(try written(Self.fixture(name), Self.matrices[1]).get() == train)
        #expect(try written(Self.fixture(name), Self.matrices[3]).get() == [0, 0, 8, 1, 0, 0, 0, 2, 1, 0])
    }

    @Test(arguments: [
        ("sparse", "sparse, and an array of real numbers is expected: save full(x)"),
        ("complex", "complex, and an array of real numbers is expected: save real(x), imag(x) or abs(x)"),
        ("inkless", "variable 'data': column 3: values from 0 to 1 are expected"),
        ("unknown", "variable 'data': column 5: values from 0 to 1 are expected"),
        ("classless", "variable 'target': column 5: a one and zeros are expected"),
        ("two-classes", "variable 'target': column 2: a one and zeros are expected"),
        ("older", "it is no MATLAB 5 file"),
    ])
    func refused(name: String, problem: String) throws {
        #expect(try self.problem(Self.fixture(name)) == problem)
    }

    @Test func otherFormats() throws {
        var bytes = try Self.fixture("plain")
        bytes[125] = 2
        #expect(try problem(bytes)?.hasPrefix("it is a MATLAB 7.3 file (HDF5), but MATLAB 5 is expected") == true)
        #expect(try problem(Array("\u{89}HDF\r\n\u{1A}\n".utf8) + bytes.map { _ in 0 }) == "it is no MATLAB 5 file")
        #expect(try problem(Array("<html>".utf8) + bytes) == "it is a web page")
    }

    @Test func otherVariables() throws {
        var bytes = try Self.fixture("plain")
        let name = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("data".utf8)) })
        bytes[name] = UInt8(ascii: "g")
        #expect(try problem(bytes) == "variable 'data': it is not there")
    }

    /// A file that ends too soon is cut, wherever that is, but between two variables, where the later ones are missing.
    @Test(arguments: ["plain", "packed"]) func cutShort(name: String) throws {
        let bytes = try Self.fixture(name)
        let problems = try (0..<bytes.count).map { try problem(Array(bytes.prefix($0))) }
        #expect(problems.filter { $0 == nil }.count <= 1)
        let others = Set(problems.compactMap { $0 }).subtracting(["cut"])
        #expect(others.allSatisfy { $0.hasSuffix("it is not there") } && others.count == 4)
    }

    /// Nothing that was changed in packed data goes unseen, as its checksum is held.
    @Test func damagedPackedData() throws {
        let bytes = try Self.fixture("packed")
        let whole = try written(bytes).get()
        var random = RandomSource(seed: 5)
        for _ in 0..<400 {
            var damaged = bytes
            damaged[128 + random.below(bytes.count - 128)] ^= UInt8(1 + random.below(255))
            if case .success(let items) = try written(damaged) { #expect(items == whole) }
        }
    }

    /// Plain data has no checksum, but whatever it holds is read without a fault.
    @Test func damagedPlainData() throws {
        let bytes = try Self.fixture("plain")
        var random = RandomSource(seed: 6)
        for _ in 0..<400 {
            var damaged = bytes
            for _ in 0...random.below(3) {
                damaged[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
            }
            if case .success(let items) = try written(damaged) { #expect(items.count == 16 + 45) }
        }
    }

    @Test func checksumOfTheUser() throws {
        let bytes = try Self.fixture("packed")
        #expect(try written(bytes, sha256: Sample.digest(bytes)).get().count == 16 + 45)
        guard case .failure(let problem) = try written(bytes, sha256: Sample.digest([1])) else {
            throw TestProblem("taken")
        }
        #expect(problem.description == "its SHA-256 differs")
    }
}
