import CommandSupport
import Densities
import Latents
import ModelSupport
import TensorStreams
import Threads
import VAEKit

@main enum ZSample {
    static let count = StandardOptions.count(default: 100, help: "how many latents to draw")

    static let source = Option.text(
        "from", value: "FILE", defaultText: "the standard normal", file: .read,
        help: "draw from a density of z-fit, or from the prior of a checkpoint's model, whatever it has learnt")

    static let level = LevelOptions.level(help: "come down to this level of latents, of a model that has several")

    static let command = Command(
        name: "z-sample",
        summary: "Draw latents from the standard normal, from a model's prior or from a density, as a table.",
        operands: .none,
        options: [
            count, LatentOptions.width, LatentOptions.model, source, level, LatentOptions.label,
            StandardOptions.levels, StandardOptions.seed, StandardOptions.noHeader, StandardOptions.output,
        ],
        details: "Several classes of --label take turns.",
        examples: [
            ("z-sample -n 100 --from m.ckpt | vae-decode m.ckpt | grid2png > new.png", "a hundred new images"),
            (
                "z-sample -n 100 --from d.safetensors | vae-decode m.ckpt | grid2png > new.png",
                "the same from where the latents of images lie"
            ),
        ])

    static func main() {
        command.run { arguments in
            guard let path = arguments[source] else {
                if arguments.isGiven(level) {
                    throw UsageError("--level needs --from: a model draws what is below the top")
                }
                return try draw(arguments, of: nil)
            }
            let reader = try SafetensorsReader(ByteReader.open(path), expecting: "a checkpoint or a density")
            if LatentDensity.isTold(by: reader.metadata) {
                try refuse([LatentOptions.width, LatentOptions.model, level], with: "a density", arguments)
                return try drawDensity(arguments, LatentDensity(reader), named: path)
            }
            let file = try CheckpointFile(reader, weightsOnly: true)
            let others: [any OptionDescription] = [
                LatentOptions.width, LatentOptions.model, level, LatentOptions.label, StandardOptions.levels,
            ]
            if file.family == .codePrior {
                try refuse(others, with: "a prior of codes", arguments)
                return try CodeDraws(try Checkpoint(file).model, arguments).write(arguments[count])
            }
            if file.family == .flow {
                try refuse(others, with: "a flow", arguments)
                return try FlowDraws(try Checkpoint(file).model, arguments).write(arguments[count])
            }
            try refuse([LatentOptions.width, LatentOptions.model], with: "a checkpoint", arguments)
            let model = try Checkpoint<Autoencoder>(file).model
            if model.description.kind == .ae {
                throw Failure("\(path): a plain autoencoder has no prior: --for takes the width alone")
            }
            try draw(arguments, of: (path, model))
        }
    }

    /// Options that say what the file of `--from` says, or what it has not.
    private static func refuse(
        _ others: [any OptionDescription], with source: String, _ arguments: Arguments
    ) throws {
        if let other = others.first(where: { arguments.isGiven($0) }) {
            throw UsageError("--\(other.name) does not go with --from and \(source)")
        }
    }

    /// Draws from a model's prior, or from the standard normal.
    private static func draw(_ arguments: Arguments, of model: (name: String, autoencoder: Autoencoder)?) throws {
        let request = try LatentRequest(arguments, model: model.map { ($0.name, $0.autoencoder.description) })
        let leading = request.leading
        var draws = Draws(
            width: request.width ?? 2, model: try model.map { try drawn($0.autoencoder, $0.name, arguments) },
            seed: arguments[StandardOptions.seed])
        var table = try LatentTable(arguments, leading: request.leadingColumns, width: draws.width)
        for row in 0..<arguments[count] { try table.write(leading[row % leading.count], draws.next()) }
        try table.finish()
    }

    /// What is drawn of a model.
    private static func drawn(_ model: Autoencoder, _ name: String, _ arguments: Arguments) throws -> ModelDraws {
        let level = try LevelOptions.index(arguments, Self.level, of: model.description, named: name)
        return ModelDraws(model, level: level, seed: arguments[StandardOptions.seed])
    }

    /// Draws from a density: of the labels asked for in turn, else of all, with the label of each draw where there are any.
    private static func drawDensity(_ arguments: Arguments, _ density: LatentDensity, named name: String) throws {
        let chosen = try LatentOptions.labels(arguments)?.map { label in
            (label: label.value, mixture: try LatentOptions.mixture(density, ofLabel: label, in: name))
        }
        var draws = DensityDraws(seed: arguments[StandardOptions.seed])
        var table = try LatentTable(
            arguments, leading: density.labels.isEmpty ? [] : ["label"], width: density.width)
        for row in 0..<arguments[count] {
            if let chosen {
                let (label, mixture) = chosen[row % chosen.count]
                try table.write([label], draws.next(mixture).latent)
            } else {
                let (latent, component) = draws.next(density.mixture)
                try table.write(density.label(ofComponent: component).map { [.text($0)] } ?? [], latent)
            }
        }
        try table.finish()
    }
}
