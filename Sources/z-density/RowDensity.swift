import CommandSupport
import Densities
import TensorStreams
import Threads
import VAEKit

/// What gives rows their densities.
protocol RowDensity {
    var width: Int { get }
    /// The labels that rows may have a density of their own by; none where all have the same.
    var labels: [String] { get }

    /// - Parameters:
    ///   - values: rows × width.
    ///   - labels: of each row, by which its density is chosen; nil where all have the same.
    /// - Returns: log density of each row, in nats.
    mutating func logDensities(of values: [Float], _ labels: [String]?, team: ThreadTeam) -> [Double]
}

/// Reads the density in the file at a path (`-` is standard input).
func rowDensity(reading path: String, team: ThreadTeam) throws -> any RowDensity {
    let reader = try SafetensorsReader(ByteReader.open(path), expecting: "a density of z-fit")
    guard CheckpointHeader.isTold(by: reader.metadata) else {
        return MixtureDensity(density: try LatentDensity(reader))
    }
    let file = try CheckpointFile(reader, weightsOnly: true)
    guard file.family == .flow else {
        throw Failure("\(reader.name): it is a safetensors file, but not a density of z-fit")
    }
    return FlowDensity(evaluator: LatentFlowEvaluator(try Checkpoint<LatentFlow>(file).model, team: team))
}

private struct FlowDensity: RowDensity {
    let evaluator: LatentFlowEvaluator

    var width: Int { evaluator.model.description.latent }
    var labels: [String] { [] }

    func logDensities(of values: [Float], _ labels: [String]?, team: ThreadTeam) -> [Double] {
        evaluator.logDensities(of: values)
    }
}

private struct MixtureDensity: RowDensity {
    let density: LatentDensity
    private var mixtures: [String: GaussianMixture] = [:]

    init(density: LatentDensity) { self.density = density }

    var width: Int { density.width }
    var labels: [String] { density.labels }

    mutating func logDensities(of values: [Float], _ labels: [String]?, team: ThreadTeam) -> [Double] {
        guard let labels else { return density.mixture.logDensities(of: values, team: team) }
        return labels.enumerated().map { row, label in
            let mixture = mixtures[label] ?? density.mixture(of: label) ?? density.mixture
            mixtures[label] = mixture
            return mixture.logDensities(of: Array(values[row * width..<(row + 1) * width]), team: team)[0]
        }
    }
}
