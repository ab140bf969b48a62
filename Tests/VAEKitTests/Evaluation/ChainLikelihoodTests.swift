import Foundation
import TensorStreams
import Testing
import Threads
import VAEKit

/// Log-likelihoods of models of two levels that have a closed form.
///
/// z_2 is standard normal, z_1 = B z_2 + √s ε with a diagonal B, and x = ½ + A z_1 + σ ε with orthogonal columns in A, as far
/// as the sigmoid is straight: for |A z| < 0.02, to 3e-6. So each coordinate is a chain of its own, and the true posterior
/// has the form of either inference.
@Suite struct ChainLikelihoodTests {
    private static let sigma = 0.002
    private static let columns: [[Double]] = [[0.002, 0.002, 0.001, 0], [-0.001, 0.001, 0, 0.003]]
    private static let slopes = [0.8, -0.6]
    private static let variances = [0.5, 0.9]
    /// Of z_1.
    private static let marginals = zip(slopes, variances).map { $0 * $0 + $1 }
    private static let squares = columns.map { $0.reduce(0) { $0 + $1 * $1 } }

    /// The model, whose posterior is the true one but for this factor on its deviations.
    private static func model(_ inference: Inference, spread: Double) throws -> Autoencoder {
        var description = ModelDescription(
            imageShape: [2, 2], encoder: [], decoder: try LayerLanguage.parse("dense 4"))
        (description.recon, description.sigma, description.inference) = (.gaussian, sigma, inference)
        description.upper = [UpperLevel(latent: 2, encoder: [], decoder: [])]
        let model = try Autoencoder(description)
        var values = inference == .bottomUp ? bottomUp : ladder
        for name in ["logvar.bias", "levels.2.logvar.bias"] {
            values[name] = values[name]?.map { $0 + 2 * log(spread) }
        }
        values["decoder.0.weight"] = (0..<4).flatMap { row in columns.map { 4 * $0[row] } }
        values["levels.2.decoder.mean.weight"] = diagonal(slopes)
        values["levels.2.decoder.logvar.bias"] = variances.map { log($0) }
        for parameter in model.parameterList {
            if let numbers = values[parameter.name] { model.setValues(numbers.map { Float($0) }, of: parameter) }
        }
        return model
    }

    private static func diagonal(_ entries: [Double]) -> [Double] { [entries[0], 0, 0, entries[1]] }

    /// Heads that put out factor · aᵀ (x − ½) for each column a.
    private static func heads(_ factors: [Double], of level: String) -> [String: [Double]] {
        let rows = zip(columns, factors).map { column, factor in column.map { $0 * factor } }
        return [
            "\(level)mean.weight": rows.flatMap { $0 }, "\(level)mean.bias": rows.map { -0.5 * $0.reduce(0, +) },
        ]
    }

    private static var bottomUp: [String: [Double]] {
        let scales = zip(marginals, squares).map { sigma * sigma + $0 * $1 }
        var values = heads(zip(marginals, scales).map { $0 / $1 }, of: "")
        values["logvar.bias"] = zip(marginals, scales).map { log($0 * sigma * sigma / $1) }
        values["levels.2.mean.weight"] = diagonal(zip(slopes, marginals).map { $0 / $1 })
        values["levels.2.logvar.bias"] = zip(variances, marginals).map { log($0 / $1) }
        return values
    }

    /// What an image says of z_1 alone, and the posterior of z_2.
    private static var ladder: [String: [Double]] {
        let precisions = squares.map { sigma * sigma / $0 }
        let scales = zip(marginals, precisions).map { $0 + $1 }
        let above = zip(zip(slopes, squares), scales).map { $0.0 / $0.1 / $1 }
        let values = heads(squares.map { 1 / $0 }, of: "").merging(heads(above, of: "levels.2.")) { first, _ in first }
        return values.merging([
            "logvar.bias": precisions.map { log($0) },
            "levels.2.logvar.bias": zip(slopes, scales).map { log(1 - $0 * $0 / $1) },
        ]) { first, _ in first }
    }

    /// Images that are drawn from the model.
    private static func images(_ count: Int) -> [[Double]] {
        let source = NoiseSource(seed: 8)
        return (0..<count).map { item in
            let normals = (0..<8).map { Double(source.normal(8 * item + $0)) }
            let z = (0..<2).map { slopes[$0] * normals[$0] + sqrt(variances[$0]) * normals[2 + $0] }
            return (0..<4).map { 0.5 + z[0] * columns[0][$0] + z[1] * columns[1][$0] + sigma * normals[4 + $0] }
        }
    }

    /// log N(x; ½, σ² I + A (B² + s) Aᵀ).
    private static func logLikelihood(_ image: [Double]) -> Double {
        let rest = image.map { $0 - 0.5 }
        var (square, volume) = (rest.reduce(0) { $0 + $1 * $1 }, 4 * log(2 * .pi * sigma * sigma))
        for (number, column) in columns.enumerated() {
            let dot = zip(column, rest).reduce(0) { $0 + $1.0 * $1.1 }
            let size = marginals[number] * squares[number]
            square -= marginals[number] * dot * dot / (sigma * sigma + size)
            volume += log(1 + size / (sigma * sigma))
        }
        return -0.5 * (square / (sigma * sigma) + volume)
    }

    private static func estimates(
        _ model: Autoencoder, _ images: [[Double]], draws: Int, seed: UInt64 = 0
    ) -> [Double] {
        let format = ItemFormat(type: .f32, shape: [2, 2])
        let batch = TensorBatch(format: format, floats: images.flatMap { $0.map { Float($0) } })
        return ImportanceWeights(Evaluator(model, team: ThreadTeam(threads: 2)), draws: draws)
            .logLikelihoods(LabelledImages(batch), firstItem: 0, seed: seed)
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    /// By the true posterior every draw has the same weight, so that one is enough.
    @Test(arguments: Inference.allCases) func theTruePosteriorIsExact(inference: Inference) throws {
        let images = Self.images(64)
        let estimates = Self.estimates(try Self.model(inference, spread: 1), images, draws: 1)
        for (estimate, image) in zip(estimates, images) {
            #expect(abs(estimate - Self.logLikelihood(image)) < 0.02)
        }
    }

    /// By one that is wider or narrower the estimate reaches it with many draws.
    @Test(arguments: Inference.allCases, [0.8, 1.4]) func manyDrawsReachTheLikelihood(
        inference: Inference, spread: Double
    ) throws {
        let images = Self.images(64)
        let estimates = Self.estimates(try Self.model(inference, spread: spread), images, draws: 40_000)
        let errors = zip(estimates, images).map { $0 - Self.logLikelihood($1) }
        #expect(errors.allSatisfy { abs($0) < 0.1 })
        #expect(abs(Self.mean(errors)) < 0.01)
    }

    /// Burda et al. 2015, theorem 1.
    @Test(arguments: Inference.allCases) func moreDrawsDoNotLowerTheMean(inference: Inference) throws {
        let (model, images) = (try Self.model(inference, spread: 1.6), Self.images(256))
        let means = [1, 2, 5, 20, 100, 1000].map { draws in
            Self.mean((0..<4).flatMap { Self.estimates(model, images, draws: draws, seed: UInt64($0)) })
        }
        #expect(zip(means, means.dropFirst()).allSatisfy(<))
        #expect(abs(means[5] - Self.mean(images.map(Self.logLikelihood))) < 0.02)
    }
}
