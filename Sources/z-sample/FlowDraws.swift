import CommandSupport
import Latents
import TensorStreams
import Threads
import VAEKit

/// Draws of a flow over latents, on their way out as a table.
struct FlowDraws {
    private let evaluator: LatentFlowEvaluator
    private let arguments: Arguments

    /// Draws that are made at a time.
    private static let block = 256

    init(_ model: LatentFlow, _ arguments: Arguments) {
        evaluator = LatentFlowEvaluator(model, team: ThreadTeam(threads: 1))
        self.arguments = arguments
    }

    func write(_ count: Int) throws {
        let width = evaluator.model.description.latent
        var table = try LatentTable(arguments, width: width)
        var normals = RandomSource(seed: UInt64(arguments[StandardOptions.seed]))
        for first in stride(from: 0, to: count, by: Self.block) {
            let noise = (0..<min(Self.block, count - first) * width).map { _ in Normal.draw(&normals) }
            let latents = evaluator.draws(noise: noise)
            for start in stride(from: 0, to: latents.count, by: width) {
                try table.write([], Array(latents[start..<start + width]))
            }
        }
        try table.finish()
    }
}
