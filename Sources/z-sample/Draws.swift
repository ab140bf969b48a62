import CommandSupport
import Latents
import TensorStreams
import Threads
import VAEKit

/// Draws of latents, one after the other: of the standard normal, or of what a model has learnt for a prior.
///
/// The normal numbers that they are made of are the same for every prior.
struct Draws {
    private let width: Int
    /// nil for the standard normal.
    private let prior: ModelPrior?
    private var normals: RandomSource
    /// Says which component a draw is of.
    private var choices: RandomSource
    private var made: ArraySlice<Float> = []

    /// Draws that are made at a time.
    private static let block = 256

    init(width: Int, prior: ModelPrior?, seed: Int) {
        (self.width, self.prior) = (width, prior)
        normals = RandomSource(seed: UInt64(seed))
        choices = RandomSource(seed: UInt64(seed), stream: 1)
    }

    mutating func next() -> [Float] {
        guard let prior else { return noise(1) }
        if made.isEmpty {
            let noise = noise(Self.block)
            made = prior.draws(noise: noise, choices: (0..<Self.block).map { _ in choices.uniform() })[...]
        }
        defer { made = made.dropFirst(width) }
        return Array(made.prefix(width))
    }

    private mutating func noise(_ count: Int) -> [Float] {
        (0..<count * width).map { _ in Normal.draw(&normals) }
    }
}
