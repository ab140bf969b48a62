import Densities
import TensorStreams
import TestSupport
import Testing

@Suite struct LatentDensityTests {
    private func normal(_ mean: Double) throws -> GaussianMixture {
        GaussianMixture(weights: [1], components: [try #require(Gaussian(mean: [mean], covariance: [2]))])
    }

    private func both() throws -> LatentDensity {
        LatentDensity([("a", try normal(1), 30), ("b\"é", try normal(5), 10)])
    }

    @Test func labelsHaveTheSharesOfTheirRows() throws {
        let density = try both()
        #expect(density.mixture.weights == [0.75, 0.25])
        #expect(density.labels == ["a", "b\"é"])
        #expect(density.label(ofComponent: 1) == "b\"é")
        #expect(density.mixture(of: "b\"é") == (try normal(5)))
        #expect(density.mixture(of: "c") == nil)
        #expect(LatentDensity(try normal(1)).label(ofComponent: 0) == nil)
    }
}

@Suite struct LatentDensityFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func density() throws -> LatentDensity {
        let normals = try [1.0, 5].map { try #require(Gaussian(mean: [$0, 0.1], covariance: [2, 0.5, 0.5, 1])) }
        return LatentDensity([
            ("3", GaussianMixture(weights: [1, 3], components: normals), 7),
            ("x", GaussianMixture(weights: [1], components: [normals[1]]), 9),
        ])
    }

    private func read(_ file: Safetensors) throws -> LatentDensity {
        let path = folder.path + "/f"
        try file.write(path)
        return try LatentDensity(SafetensorsReader(ByteReader(#require(File.bytes(path)), name: "f")))
    }

    @Test func comesBackAsItWas() throws {
        let density = try density()
        #expect(try read(density.file) == density)
        let plain = LatentDensity(density.mixture)
        #expect(try read(plain.file) == plain)
    }

    @Test func damageIsToldOf() throws {
        let whole = try density().file
        func problem(_ change: (inout Safetensors) -> Void) -> String {
            var file = whole
            change(&file)
            do {
                _ = try read(file)
                return "none"
            } catch { return "\(error)" }
        }
        #expect(problem { _ in } == "none")
        #expect(problem { $0.metadata["format"] = "pt" } == "f: it is a safetensors file, but not a density of z-fit")
        #expect(problem { $0.metadata["version"] = "9" }.contains("version 9"))
        #expect(problem { $0.tensors.removeFirst() }.contains("'weights' is missing"))
        #expect(problem { $0.tensors[1].type = .i64 }.contains("'means' is missing, or not F64"))
        #expect(problem { $0.tensors[0] = .init(name: "weights", shape: [3], doubles: [1, 0, 1]) }.contains("above 0"))
        #expect(
            problem {
                $0.tensors[2] = .init(
                    name: "covariances", shape: [3, 2, 2], doubles: [Double](repeating: 1, count: 12))
            }
            .contains("component 1"))
        #expect(problem { $0.metadata["labels"] = "[3]" }.contains("'labels' entry"))
        #expect(problem { $0.metadata["labels"] = #"["3","3"]"# }.contains("'labels' entry"))
        #expect(
            problem { $0.tensors[3] = .init(name: "label", shape: [3], integers: [0, 0, 2]) }.contains("each label"))
    }
}
