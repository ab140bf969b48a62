import Testing
import Threads
import VAEKit

/// What an evaluator tells of the levels of a model's latents, and how it comes down from one to another.
@Suite struct LevelTests {
    private static let examples = TrainingExample.all.filter { !$0.model.upper.isEmpty }

    private static func evaluator(_ example: TrainingExample, threads: Int = 1) throws -> Evaluator {
        let run = try example.newRun()
        try run.train(on: LabelledImages(example.images(22)))
        let model = try #require(run.trainer.model as? Autoencoder)
        return Evaluator(model, team: ThreadTeam(threads: threads))
    }

    @Test(arguments: examples) func everyLevelHasItsWidth(example: TrainingExample) throws {
        let (evaluator, images) = (try Self.evaluator(example), LabelledImages(example.images(5)))
        let encodings = evaluator.encodings(of: images, firstItem: 0, seed: 1)
        #expect(encodings.map(\.mean.count) == example.model.latents.map { 5 * $0 })
        for (level, encoding) in encodings.enumerated() {
            let alone = evaluator.encode(images, ofLevel: level, firstItem: 0, seed: 1)
            #expect(alone.mean == encoding.mean && alone.sample == encoding.sample)
            #expect(alone.mean != alone.sample)
        }
        #expect(evaluator.encode(images, firstItem: 0, seed: 1).mean == encodings.last?.mean)
    }

    /// The coordinates' shares of a level's divergence add up to it.
    @Test(arguments: examples) func coordinatesAddUpToTheDivergence(example: TrainingExample) throws {
        let (evaluator, images) = (try Self.evaluator(example), LabelledImages(example.images(22)))
        let loss = evaluator.loss(of: DealtImages(images), seed: 0)().mean
        let sums = evaluator.coordinates(of: images).map { $0.kl.reduce(0, +) }
        #expect(sums.count == 2)
        for (level, sum) in sums.enumerated() {
            let term = try #require(loss["kl\(level + 1)"])
            #expect(abs(sum - term) < 1e-4 * max(1, abs(term)))
        }
    }

    /// An image of latents is that of the means below them.
    @Test(arguments: examples) func comesDownByMeans(example: TrainingExample) throws {
        let (evaluator, z) = (try Self.evaluator(example), testNumbers(3 * 7, seed: 1))
        let below = evaluator.descend(z, from: 1, to: 0)
        #expect(below.count == 2 * 7)
        #expect(evaluator.decode(z) == evaluator.decode(below, ofLevel: 0))
        #expect(evaluator.descend(z, from: 1, to: 1) == z)
    }

    /// Draws depend on the seed and the number of the latents alone, and have the means below as theirs.
    @Test(arguments: examples) func comesDownByDraws(example: TrainingExample) throws {
        let (evaluator, z) = (try Self.evaluator(example), testNumbers(3 * 7, seed: 1))
        func draws(_ seed: UInt64) -> [Float] {
            evaluator.descend(z, from: 1, to: 0, draws: Evaluator.Descent(seed: seed, firstItem: 4))
        }
        let rest = Evaluator.Descent(seed: 1, firstItem: 6)
        #expect(evaluator.descend(Array(z[6...]), from: 1, to: 0, draws: rest) == Array(draws(1)[4...]))
        #expect(draws(1) != draws(2))
        let descent = Evaluator.Descent(seed: 1, firstItem: 4)
        #expect(evaluator.decode(z, draws: descent) == evaluator.decode(draws(1), ofLevel: 0))
        var sums = [Double](repeating: 0, count: 14)
        for seed in 0..<2000 { for (place, value) in draws(UInt64(seed)).enumerated() { sums[place] += Double(value) } }
        #expect(difference(evaluator.descend(z, from: 1, to: 0), sums.map { $0 / 2000 }) < 0.15)
    }
}
