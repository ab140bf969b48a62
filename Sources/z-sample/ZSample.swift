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
            let model = try model(arguments)
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
    }

    /// The model of `--from`.
    private static func model(_ arguments: Arguments) throws -> (name: String, autoencoder: Autoencoder)? {
        guard let path = arguments[prior] else {
            if arguments.isGiven(level) {
                throw UsageError("--level needs --from: a model draws what is below the top")
            }
            return nil
        }
        let others: [any OptionDescription] = [LatentOptions.width, LatentOptions.checkpoint]
        if let other = others.first(where: { arguments.isGiven($0) }) {
            throw UsageError("--\(other.name) and --from exclude each other")
        }
        let model = try Checkpoint<Autoencoder>.read(path, weightsOnly: true).model
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
