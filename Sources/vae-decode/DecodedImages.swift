import CommandSupport
import TensorStreams
import VAEKit

/// Latents of a level on their way to images, and those on their way out.
struct DecodedImages {
    private let evaluator: Evaluator
    private let level: Int
    /// Of the draws of the levels below; nil where these have their means.
    private let seed: UInt64?
    private var output: ImageOutput

    /// - Parameter level: counted from 0.
    init(_ evaluator: Evaluator, level: Int, seed: UInt64?, to output: ImageOutput) {
        (self.evaluator, self.level, self.seed, self.output) = (evaluator, level, seed, output)
    }

    /// Images written so far.
    var count: Int { output.count }

    /// Decodes the latents of some rows, at most as many as the evaluator takes, and writes their images.
    mutating func write(_ rows: [Float], labels: [Int]) throws {
        let draws = seed.map { Evaluator.Descent(seed: $0, firstItem: count) }
        try output.write(evaluator.decode(rows, ofLevel: level, draws: draws, labels: labels))
    }

    mutating func finish() throws { try output.finish() }
}
