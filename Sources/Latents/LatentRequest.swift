import CommandSupport
import Densities
import TensorStreams
import VAEKit

/// What the command line says of the latents to make: how wide they are, and which classes stand beside them.
public struct LatentRequest {
    /// Nil where neither a number nor a file says it.
    public let width: Int?
    private let labels: [LatentOptions.Label]?
    /// That of `--for`, with what messages call it.
    private let density: (name: String, density: LatentDensity)?

    /// What `--for` names.
    private enum Source {
        case model(name: String, ModelDescription)
        case density(name: String, LatentDensity)
    }

    /// Reads no more of a checkpoint than its header.
    ///
    /// - Parameter model: whose latents they are, and what messages call it, where that is known already.
    /// - Throws: `UsageError`, or `Failure` where the file has other classes than those asked for.
    public init(_ arguments: Arguments, model: (name: String, description: ModelDescription)? = nil) throws {
        labels = try LatentOptions.labels(arguments)
        switch try model.map({ .model(name: $0.name, $0.description) }) ?? Self.named(arguments) {
        case .model(let name, let description)?:
            width = description.latents.last
            density = nil
            try LatentOptions.check(try numbers(), classes: description.classes, of: name)
        case .density(let name, let density)?:
            width = density.width
            self.density = (name, density)
        case nil:
            width = arguments[LatentOptions.width]
            density = nil
            _ = try numbers()
        }
    }

    /// What models know the classes by. Throws `UsageError` for words that nothing numbers.
    private func numbers() throws -> [Int] {
        try labels?.map { try $0.number ?? Arguments.label($0.text, of: LatentOptions.label, in: nil) } ?? []
    }

    private static func named(_ arguments: Arguments) throws -> Source? {
        guard let path = arguments[LatentOptions.model] else { return nil }
        if arguments.isGiven(LatentOptions.width) { throw UsageError("--latent and --for exclude each other") }
        let reader = try SafetensorsReader(ByteReader.open(path))
        if LatentDensity.isTold(by: reader.metadata) { return .density(name: path, try LatentDensity(reader)) }
        return .model(name: path, try CheckpointHeader(reader).description(of: Autoencoder.self))
    }

    /// The columns beside the latents.
    public var leadingColumns: [String] { labels == nil ? [] : ["label"] }

    /// What stands beside the latents of one class after the other; of no class where none is asked for.
    public var leading: [[TableValue]] { labels?.map { [$0.value] } ?? [[]] }

    /// For one class after the other, where its latents lie: those of the density of `--for`, else of the standard normal.
    ///
    /// - Parameter width: of the latents.
    public func extents(width: Int) throws -> [LatentExtent] {
        let classes: [LatentOptions.Label?] = labels ?? [nil]
        return try classes.map { label in
            guard let (name, density) = density else {
                return LatentExtent(
                    mean: [Double](repeating: 0, count: width), deviation: [Double](repeating: 1, count: width))
            }
            let mixture = try LatentOptions.mixture(density, ofLabel: label, in: name)
            return LatentExtent(mean: mixture.mean, deviation: mixture.deviation)
        }
    }
}

/// Where latents lie: for each coordinate the middle, and the standard deviation.
public struct LatentExtent: Sendable {
    public let mean: [Double]
    public let deviation: [Double]

    /// The value of a coordinate that lies so many deviations from the middle.
    public func value(_ coordinate: Int, at deviations: Double) -> Float {
        Float(mean[coordinate] + deviations * deviation[coordinate])
    }

    /// The middle.
    public var centre: [Float] { mean.map { Float($0) } }
}
