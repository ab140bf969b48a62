import CommandSupport
import ModelSupport
import TensorStreams
import Threads
import VAEKit

/// Codes on their way to images, and those on their way out.
struct DecodedCodes {
    private let model: CodeAutoencoder
    private let arguments: Arguments
    private let checkpoint: String
    private var codes: CodeReader

    /// - Throws: `Failure` where the options ask for what codes have not, or the input is not of the model's codes.
    init(_ model: CodeAutoencoder, _ operands: ModelOperands, _ arguments: Arguments) throws {
        (self.model, self.arguments, checkpoint) = (model, arguments, operands.checkpoint)
        let others: [any OptionDescription] = [
            DecodeOptions.level, DecodeOptions.sample, DecodeOptions.label, StandardOptions.levels,
            StandardOptions.seed,
        ]
        if let other = others.first(where: { arguments.isGiven($0) }) {
            throw Failure(
                "\(checkpoint): its latents are codes, which leave nothing to draw: leave out --\(other.name)")
        }
        codes = try CodeReader(operands.input, for: model, named: checkpoint)
    }

    func write(to output: String) throws {
        let evaluator = CodeEvaluator(model, team: ThreadTeam(threads: arguments[StandardOptions.threads]))
        let format = try DecodeOptions.format(of: model, named: checkpoint, arguments)
        var writer = ImageOutput(
            format, to: try ByteWriter.create(output), names: (checkpoint: checkpoint, latents: codes.name))
        let progress = Progress("decoding", total: nil, unit: "images", quiet: arguments[StandardOptions.quiet])
        var codes = codes
        while true {
            let batch = try codes.next(atMost: evaluator.batchSize)
            if batch.isEmpty { break }
            try writer.write(evaluator.decode(batch))
            progress.advance(to: writer.count)
        }
        progress.finish()
        try writer.finish()
    }
}
