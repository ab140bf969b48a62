import CommandSupport
import Latents
import ModelSupport
import TensorStreams
import Threads
import VAEKit

@main enum ZSample {
    static let count = StandardOptions.count(default: 100, help: "how many latents to draw")

    static let prior = Option.text(
        "from", value: "CKPT", defaultText: "the standard normal", file: .read,
        help: "draw from the prior of a checkpoint's model, whatever it has learnt")

    static let level = LevelOptions.level(help: "come down to this level of latents, of a model that has several")

    static let command = Command(
        name: "z-sample",
        summary: "Draw latents from the standard normal, or from a model's prior, as a table.",
        operands: .none,
        options: [
            count, LatentOptions.width, LatentOptions.checkpoint, prior, level, LatentOptions.label,
            StandardOptions.seed, StandardOptions.noHeader, StandardOptions.output,
        ],
        details: "Several classes of --label take turns.",
        examples: [
            ("z-sample -n 100 --from m.ckpt | vae-decode m.ckpt | grid2png > new.png", "a hundred new images")
        ])

    static func main() {
        command.run { arguments in
            if let path = arguments[prior] {
                let file = try CheckpointFile(reading: path, weightsOnly: true)
                if file.family == .codePrior { return try drawCodes(try Checkpoint(file).model, arguments) }
                return try draw(try model(file, named: path, arguments), arguments)
            }
            if arguments.isGiven(level) {
                throw UsageError("--level needs --from: a model draws what is below the top")
            }
            try draw(nil, arguments)
        }
    }

    /// A model, and what messages call it.
    private typealias NamedModel = (name: String, autoencoder: Autoencoder)

    /// - Parameter model: whose prior latents are drawn from; nil for the standard normal.
    private static func draw(_ model: NamedModel?, _ arguments: Arguments) throws {
        let request = try LatentRequest(arguments, model: model.map { ($0.name, $0.autoencoder.description) })
        let leading = request.leading
        var draws = Draws(
            width: request.width ?? 2, model: try model.map { try drawn($0.autoencoder, $0.name, arguments) },
            seed: arguments[StandardOptions.seed])
        var table = try LatentTable(arguments, leading: request.leadingColumns, width: draws.width)
        for row in 0..<arguments[count] {
            try table.write(leading[row % leading.count], draws.next())
        }
        try table.finish()
    }

    /// Draws from a prior of codes.
    private static func drawCodes(_ model: CodePrior, _ arguments: Arguments) throws {
        let others: [any OptionDescription] = [
            LatentOptions.width, LatentOptions.checkpoint, level, LatentOptions.label,
        ]
        if let other = others.first(where: { arguments.isGiven($0) }) {
            throw UsageError("--\(other.name) does not go with --from and a prior of codes")
        }
        try CodeDraws(model, arguments).write(arguments[count])
    }

    /// The model of `--from`.
    private static func model(_ file: CheckpointFile, named path: String, _ arguments: Arguments) throws -> NamedModel {
        let others: [any OptionDescription] = [LatentOptions.width, LatentOptions.checkpoint]
        if let other = others.first(where: { arguments.isGiven($0) }) {
            throw UsageError("--\(other.name) and --from exclude each other")
        }
        let model = try Checkpoint<Autoencoder>(file).model
        if model.description.kind == .ae {
            throw Failure("\(path): a plain autoencoder has no prior: --for takes the width alone")
        }
        return (path, model)
    }

    /// What is drawn of it.
    private static func drawn(_ model: Autoencoder, _ name: String, _ arguments: Arguments) throws -> ModelDraws {
        let level = try LevelOptions.index(arguments, Self.level, of: model.description, named: name)
        return ModelDraws(model, level: level, seed: arguments[StandardOptions.seed])
    }
}
