import Foundation
import Testing
import Threads
import VAEKit

/// Against plain Newton–Schulz steps in double precision; ParityTests have small matrices against PyTorch.
@Suite struct MuonTests {
    private static let momentum = 0.95

    private static func example() throws -> TrainingExample {
        var example = try TrainingExample(
            "large", [4, 5], "dense 150, tanh, dense 135, tanh", "dense 140, tanh, dense 150, tanh, dense 20")
        example.model.latent = 130
        example.settings.optimizer = OptimizerSettings(kind: .muon, rate: 1e-2, weightDecay: 0.1)
        example.settings.optimizer.momentum = momentum
        return example
    }

    /// Rows of a matrix, near the orthogonal one, or its transpose where it has more rows than columns.
    private static func orthogonal(_ rows: [[Double]]) -> [[Double]] {
        if rows.count > rows[0].count { return transposed(orthogonal(transposed(rows))) }
        let norm = sqrt(rows.joined().reduce(0) { $0 + $1 * $1 })
        var x = rows.map { $0.map { $0 / norm } }
        for _ in 1...5 {
            let gram = product(x, transposed(x))
            let square = product(gram, gram)
            let factor = zip(gram, square).map { zip($0, $1).map { -4.7750 * $0 + 2.0315 * $1 } }
            x = zip(x, product(factor, x)).map { zip($0, $1).map { 3.4445 * $0 + $1 } }
        }
        return x
    }

    private static func transposed(_ rows: [[Double]]) -> [[Double]] {
        rows[0].indices.map { column in rows.map { $0[column] } }
    }

    private static func product(_ left: [[Double]], _ right: [[Double]]) -> [[Double]] {
        let columns = transposed(right)
        return left.map { row in columns.map { zip(row, $0).reduce(0) { $0 + $1.0 * $1.1 } } }
    }

    /// A step from where the running mean of the gradients is zero.
    @Test(arguments: [1, 2]) func changesLargeMatrices(threads: Int) throws {
        let example = try Self.example()
        let model = try Autoencoder(example.model)
        model.initialise(seed: 3)
        let data = LabelledImages(example.images(200))
        let trainer = model.trainer(example.settings, team: ThreadTeam(threads: threads))
        let moment = TrainingMoment(step: 1, rate: 1e-2)
        let gradients = trainer.lossAndGradients(data, items: 0..<5, at: moment).gradients
        let before = model.parameterList.map { model.values(of: $0) }
        _ = trainer.step(data, items: 0..<5, at: moment)
        let weights = ["encoder.2", "mean", "logvar", "decoder.0", "decoder.2"].map { $0 + ".weight" }
        for (parameter, old) in zip(model.parameterList, before) where weights.contains(parameter.name) {
            let columns = parameter.shape[1]
            let gradient = try #require(gradients[parameter.name])
            let ahead = gradient.map { (1 + Self.momentum) * (1 - Self.momentum) * Double($0) }
            let rows = stride(from: 0, to: ahead.count, by: columns).map { Array(ahead[$0..<$0 + columns]) }
            let rate = 1e-2 * 0.2 * sqrt(Double(parameter.shape.max() ?? 0))
            let expected = zip(old, Self.orthogonal(rows).joined()).map { (1 - 1e-3) * Double($0) - rate * $1 }
            #expect(difference(model.values(of: parameter), expected) < 1e-4, "\(parameter.name)")
        }
    }
}
