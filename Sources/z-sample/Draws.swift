import CommandSupport
import Latents
import TensorStreams
import Threads
import VAEKit

/// Draws of latents, one after the other: of the standard normal, or of what a model has learnt for a prior.
///
/// The normal numbers that the topmost latents are made of are the same for every prior.
struct Draws {
    /// Of the latents that are drawn.
    let width: Int
    /// Normal numbers that a draw takes.
    private let noiseWidth: Int
    /// nil for the standard normal.
    private let model: ModelDraws?
    private var normals: RandomSource
    /// Says which component a draw is of.
    private var choices: RandomSource
    private var made: ArraySlice<Float> = []
    private var count = 0

    /// - Parameter width: of the topmost latents.
    init(width: Int, model: ModelDraws?, seed: Int) {
        (noiseWidth, self.model) = (width, model)
        self.width = model?.width ?? width
        normals = RandomSource(seed: UInt64(seed))
        choices = RandomSource(seed: UInt64(seed), stream: 1)
    }

    mutating func next() -> [Float] {
        guard let model else { return noise(1) }
        if made.isEmpty {
            let numbers = noise(model.block)
            let parts = (0..<model.block).map { _ in choices.uniform() }
            made = model.latents(noise: numbers, choices: parts, first: count)[...]
            count += model.block
        }
        defer { made = made.dropFirst(width) }
        return Array(made.prefix(width))
    }

    private mutating func noise(_ count: Int) -> [Float] {
        (0..<count * noiseWidth).map { _ in Normal.draw(&normals) }
    }
}

/// Draws from a model: of its prior, and of the levels of latents from there down to one.
struct ModelDraws {
    /// Draws that are made at a time.
    let block: Int
    /// Of the level's latents.
    let width: Int
    private let evaluator: Evaluator
    private let prior: ModelPrior
    private let level: Int
    private let seed: UInt64

    /// - Parameter level: counted from 0.
    init(_ model: Autoencoder, level: Int, seed: Int) {
        let team = ThreadTeam(threads: 1)
        evaluator = Evaluator(model, team: team)
        prior = ModelPrior(model, team: team)
        (self.level, self.seed) = (level, UInt64(seed))
        (block, width) = (evaluator.batchSize, model.description.latents[level])
    }

    /// - Parameters:
    ///   - noise: normal numbers, as many as a block of the topmost latents has coordinates.
    ///   - choices: a number within [0, 1) for each draw, which says of which component it is where there are any.
    ///   - first: number of the first draw, which decides the noise of the levels below.
    func latents(noise: [Float], choices: [Float], first: Int) -> [Float] {
        evaluator.descend(
            prior.draws(noise: noise, choices: choices), from: evaluator.model.description.upper.count, to: level,
            draws: Evaluator.Descent(seed: seed, firstItem: first))
    }
}
