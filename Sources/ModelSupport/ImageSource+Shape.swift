import TensorStreams
import VAEKit

extension ImageSource {
    /// Whether its images have a shape. H×W×1 and H×W are the same image.
    public func hasImages(of other: [Int]) -> Bool { Self.withoutLoneChannel(shape) == Self.withoutLoneChannel(other) }

    private static func withoutLoneChannel(_ shape: [Int]) -> [Int] {
        shape.count == 3 && shape[2] == 1 ? Array(shape.dropLast()) : shape
    }

    /// The end of a message about images that should have another shape: how rows of their values, or images of which rows
    /// are expected, get it.
    public func way(to other: [Int]) -> String {
        guard min(shape.count, other.count) == 1, shape.reduce(1, *) == other.reduce(1, *) else { return "" }
        let sizes = other.map(String.init).joined(separator: ", ")
        return ": x.reshape(-1, \(sizes)) in NumPy gives them that shape, before npy2idx"
    }

    /// Lets a new model scale values by the statistics of those to train on. A `NetworkError` comes as an `ImageError`.
    public func scale(_ model: some Model, by data: some ItemRuns) throws {
        do {
            try model.scaleValues(by: data)
        } catch {
            throw ImageError("\(name): \(error)")
        }
    }

    /// Builds a model for its images. Where those are rows of values, which not every network takes, a `NetworkError`
    /// comes as an `ImageError` that names them.
    public func modelled<Result>(_ build: () throws -> Result) throws -> Result {
        do {
            return try build()
        } catch let error as NetworkError where shape.count == 1 {
            throw ImageError("\(name): \(error)")
        }
    }
}
