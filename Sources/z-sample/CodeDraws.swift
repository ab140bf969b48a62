import CommandSupport
import TensorStreams
import Threads
import VAEKit

/// Draws of codes, on their way out as a table: `c1` to `cN`.
struct CodeDraws {
    private let evaluator: CodePriorEvaluator
    private let arguments: Arguments

    init(_ model: CodePrior, _ arguments: Arguments) {
        evaluator = CodePriorEvaluator(model, team: ThreadTeam(threads: nil))
        self.arguments = arguments
    }

    func write(_ count: Int) throws {
        let width = evaluator.model.codesPerImage
        var table = TableWriter(
            try ByteWriter.create(arguments[StandardOptions.output] ?? "-"), columns: (1...width).map { "c\($0)" },
            header: !arguments[StandardOptions.noHeader])
        let seed = UInt64(arguments[StandardOptions.seed])
        for first in stride(from: 0, to: count, by: evaluator.batchSize) {
            let codes = evaluator.draw(min(evaluator.batchSize, count - first), seed: seed, first: first)
            for start in stride(from: 0, to: codes.count, by: width) {
                try table.write(row: codes[start..<start + width].map { .integer($0) })
            }
        }
        try table.finish()
    }
}
