import Disentanglement
import TensorStreams
import TestSupport
import Testing

/// What NumPy and scikit-learn compute for two small tables; Tests/Fixtures/disentanglement.py makes it.
struct DisentanglementFixture {
    private let file: Safetensors
    let representation: Representation
    let posteriors: Posteriors
    /// The first 400 items to learn from, the others to be tried on.
    let split: Split

    init() throws {
        let file = try Safetensors.read(Package.root + "/Tests/Fixtures/disentanglement.expected")
        let means = try Self.columns("mean", of: file)
        let classes = try Self.columns("factors", of: file).map { column in column.map { Int($0) } }
        let factors = classes.enumerated().map { number, column in
            Factor(name: "f\(number)", classes: column, classCount: (column.max() ?? 0) + 1)
        }
        representation = Representation(latents: means, factors: factors)
        posteriors = Posteriors(means: means, logVariances: try Self.columns("log_variance", of: file))
        split = Split(train: Array(0..<400), test: Array(400..<means[0].count))
        self.file = file
    }

    /// The same items, each factor taken for continuous.
    var continuous: Representation {
        Representation(
            latents: representation.latents,
            factors: representation.factors.map {
                Factor(name: $0.name, values: $0.classes.map { Double($0) }, bins: 20)
            })
    }

    private static func columns(_ name: String, of file: Safetensors) throws -> [[Double]] {
        let tensor = try #require(file[name])
        let values = try #require(tensor.floats())
        let width = tensor.shape[1]
        return (0..<width).map { column in
            stride(from: column, to: values.count, by: width).map { Double(values[$0]) }
        }
    }

    func doubles(_ name: String) throws -> [Double] {
        let bytes = try #require(file[name]).bytes
        return bytes.withUnsafeBytes { raw in
            (0..<raw.count / 8).map { raw.loadUnaligned(fromByteOffset: $0 * 8, as: Double.self) }
        }
    }

    /// A table of expected numbers, row by row.
    func rows(_ name: String) throws -> [[Double]] {
        let values = try doubles(name)
        let width = try #require(file[name]).shape[1]
        return stride(from: 0, to: values.count, by: width).map { Array(values[$0..<$0 + width]) }
    }

    /// Mean and standard deviation between seeds of a number of several.
    func spread(_ name: String, _ place: Int = 0) throws -> (mean: Double, deviation: Double) {
        let values = try doubles(name)
        return (values[place], values[values.count / 2 + place])
    }
}

/// Whether tables agree number by number.
func agree(_ found: [[Double]], _ expected: [[Double]], within tolerance: Double) -> Bool {
    found.count == expected.count
        && zip(found, expected).allSatisfy { row, other in
            row.count == other.count && zip(row, other).allSatisfy { abs($0 - $1) <= tolerance }
        }
}
