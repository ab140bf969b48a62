import TensorStreams

extension LatentDensity {
    public static let format = "vaeutils.density"
    public static let version = "1"

    /// Whether a safetensors file with these metadata says that it is a density.
    public static func isTold(by metadata: [String: String]) -> Bool { metadata["format"] == format }

    /// The density as a safetensors file: metadata `format`, `version` and `labels` (a JSON list), and tensors `weights`
    /// (components), `means` (components × width), `covariances` (components × width × width), all F64, and with labels
    /// `label` (components, I64), places in the list.
    public var file: Safetensors {
        var file = Safetensors(metadata: ["format": Self.format, "version": Self.version])
        let (count, width) = (mixture.components.count, width)
        file.tensors = [
            Safetensors.Tensor(name: "weights", shape: [count], doubles: mixture.weights),
            Safetensors.Tensor(name: "means", shape: [count, width], doubles: mixture.components.flatMap(\.mean)),
            Safetensors.Tensor(
                name: "covariances", shape: [count, width, width], doubles: mixture.components.flatMap(\.covariance)),
        ]
        if !labels.isEmpty {
            file.metadata["labels"] = JSON.array(labels.map { .string($0) }).text()
            file.tensors.append(
                Safetensors.Tensor(name: "label", shape: [count], integers: labelOfComponent))
        }
        return file
    }

    /// Reads the file at `path` (`-` is standard input). Throws `DensityFileError`, `SafetensorsError` or `FileError`.
    public init(reading path: String) throws {
        try self.init(SafetensorsReader(ByteReader.open(path), expecting: "a density of z-fit"))
    }

    /// Takes a density out of a file whose header has been read. Throws `DensityFileError` or `SafetensorsError`.
    public init(_ reader: SafetensorsReader) throws {
        guard Self.isTold(by: reader.metadata) else {
            throw DensityFileError(
                name: reader.name, problem: "it is a safetensors file, but not a density of z-fit")
        }
        try self.init(reader.tensors(), of: reader.name)
    }

    /// Takes a density out of a file, believing nothing.
    ///
    /// - Parameter name: what messages call the file.
    /// - Throws: `DensityFileError`.
    init(_ file: Safetensors, of name: String) throws(DensityFileError) {
        let reader = DensityFileReader(file: file, name: name)
        let mixture = try reader.mixture()
        guard let labels = try reader.labels() else {
            self.init(mixture)
            return
        }
        let places = try reader.places(components: mixture.components.count, labels: labels.count)
        self.init(mixture, labels: labels, labelOfComponent: places)
    }
}

/// Why a file is not a density that can be used: which file, and what is wrong.
public struct DensityFileError: Error, Equatable, CustomStringConvertible {
    public let name: String
    public let problem: String

    public var description: String { "\(name): \(problem)" }
}

private struct DensityFileReader {
    let file: Safetensors
    let name: String

    func mixture() throws(DensityFileError) -> GaussianMixture {
        guard file.metadata["version"] == LatentDensity.version else {
            throw error(
                "it is a density of version \(file.metadata["version"] ?? "none"); "
                    + "these tools read version \(LatentDensity.version)")
        }
        guard let shape = file["means"]?.shape, shape.count == 2, shape[0] > 0, shape[1] > 0 else {
            throw error("tensor 'means' is missing, or not components × width")
        }
        let (count, width) = (shape[0], shape[1])
        let weights = try numbers("weights", [count])
        let means = try numbers("means", shape)
        let covariances = try numbers("covariances", [count, width, width])
        guard weights.allSatisfy({ $0 > 0 }), weights.reduce(0, +).isFinite else {
            throw error("a weight is not above 0")
        }
        var components: [Gaussian] = []
        for place in 0..<count {
            let covariance = Array(covariances[place * width * width..<(place + 1) * width * width])
            guard
                let component = Gaussian(
                    mean: Array(means[place * width..<(place + 1) * width]), covariance: covariance)
            else { throw error("component \(place + 1) is no normal distribution: its covariance has no factor") }
            components.append(component)
        }
        return GaussianMixture(weights: weights, components: components)
    }

    /// nil where the components are not told apart by labels.
    func labels() throws(DensityFileError) -> [String]? {
        guard let text = file.metadata["labels"] else { return nil }
        guard let list = (try? JSON(parsing: text))?.array, !list.isEmpty else {
            throw error("its 'labels' entry is damaged")
        }
        let labels = list.compactMap(\.string)
        guard labels.count == list.count, Set(labels).count == list.count else {
            throw error("its 'labels' entry is damaged")
        }
        return labels
    }

    func places(components: Int, labels: Int) throws(DensityFileError) -> [Int] {
        guard let tensor = file["label"], tensor.shape == [components], let places = tensor.integers() else {
            throw error("tensor 'label' is missing, or not I64 [\(components)]")
        }
        guard Set(places) == Set(0..<labels) else { throw error("tensor 'label' does not name each label") }
        return places
    }

    private func numbers(_ tensor: String, _ shape: [Int]) throws(DensityFileError) -> [Double] {
        guard let found = file[tensor], found.shape == shape, let numbers = found.doubles() else {
            throw error("tensor '\(tensor)' is missing, or not F64 \(shape)")
        }
        return numbers
    }

    private func error(_ problem: String) -> DensityFileError { DensityFileError(name: name, problem: problem) }
}
