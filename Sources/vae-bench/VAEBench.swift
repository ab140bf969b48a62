import CommandSupport
import ModelSupport
import TensorStreams
import Threads
import VAEKit

@main enum VAEBench {
    enum Subject: String, CaseIterable {
        case train, layers, joins, streams
    }

    static let models = Option.texts(
        "model", value: "NAME,NAME", choices: BenchModel.all.map(\.name),
        help: "the models to time (default: all)")
    static let seconds = Option.number(
        "seconds", value: "S", default: 8, in: 0.1...3600,
        help: "how long each model is trained, or each rate measured")
    static let batch = Option.integer(
        "batch", value: "B", in: 1...BenchImages.largestBatch, defaultText: "the model's own",
        help: "images in a step of train, layers and joins")
    static let images = Option.text(
        "images", value: "FILE", defaultText: "drawn digits", file: .read,
        help: "28x28 images for the models that take such; others take coloured blocks or sprites of their own")

    static func main() {
        Command(
            name: "vae-bench",
            summary: "Measure how fast autoencoders train on this machine.",
            operands: .required("train|layers|joins|streams"),
            options: [
                models, seconds, batch, images, StandardOptions.threads, StandardOptions.noHeader,
                StandardOptions.output,
            ],
            details: """
                train: a row for each preset, for importance weighted autoencoders of 5 and of 50 draws, and for \
                beta-TCVAE and FactorVAE on sprites, with images per second and milliseconds per step (batch, forward, \
                backward, update), the median over pieces of the run, at the batch size of the model unless --batch says \
                another. layers: a row for each layer, with the time of its forward and its backward pass, its rate as a \
                share of OpenBLAS's for large matrices, and the least that the layer could take. joins: a row for each \
                model, with how often the threads wait for each other in a step, what that costs, and its share of the \
                step. streams: how fast streams and tables are read and written, on one thread.
                """,
            examples: [
                ("vae-bench train --model mlp-adamw --threads 1 --seconds 2", "one preset on one thread"),
                ("vae-bench layers --model conv-face --seconds 2", "where its time goes"),
            ]
        ).run { arguments in
            switch try arguments.choice(operand: 0, of: Subject.self) {
            case .train: try train(arguments)
            case .layers: try layers(arguments)
            case .joins: try joins(arguments)
            case .streams: try streams(arguments)
            }
        }
    }

    private static func train(_ arguments: Arguments) throws {
        let columns = ["framework", "model", "batch", "threads", "parameters", "samples_per_s", "ms_per_step"]
        try report(arguments, columns: columns) { model, run in
            let timing = TrainingTiming(run, seconds: arguments[seconds])
            return [
                [
                    .text("vaeutils"), .text(model.name), .integer(run.batch), .integer(run.team.threads),
                    .integer(run.parameterCount),
                    .integer(Int((Double(run.batch) / timing.stepSeconds).rounded())),
                    .double((timing.stepSeconds * 1e6).rounded() / 1000),
                ]
            ]
        }
    }

    private static func layers(_ arguments: Arguments) throws {
        let team = ThreadTeam(threads: arguments[StandardOptions.threads])
        let arithmetic = try OpenBLAS(threads: team.threads).rate(size: 2048)
        try report(arguments, columns: LayerTiming.columns) { model, run in
            LayerTiming(run, seconds: arguments[seconds], arithmetic: arithmetic)
                .rows(model: model, threads: team.threads)
        }
    }

    private static func joins(_ arguments: Arguments) throws {
        try report(arguments, columns: JoinTiming.columns) { model, run in
            [JoinTiming(run, seconds: arguments[seconds]).row(model: model.name, threads: run.team.threads)]
        }
    }

    private static func streams(_ arguments: Arguments) throws {
        let images = try BenchImages.digits(arguments[images])
        let output = try ByteWriter.create(arguments[StandardOptions.output] ?? "-")
        var table = TableWriter(output, columns: StreamTiming.columns, header: !arguments[StandardOptions.noHeader])
        try StreamTiming(images: images, seconds: arguments[seconds]).measure { row in
            try table.write(row: row)
            try table.flush()
        }
        try table.finish()
    }

    /// Writes the rows that `measure` makes for each model.
    private static func report(
        _ arguments: Arguments, columns: [String], measure: (BenchModel, BenchRun) throws -> [[TableValue]]
    ) throws {
        let models = try models(arguments)
        let batch = arguments[batch]
        let team = ThreadTeam(threads: arguments[StandardOptions.threads])
        let output = try ByteWriter.create(arguments[StandardOptions.output] ?? "-")
        var table = TableWriter(output, columns: columns, header: !arguments[StandardOptions.noHeader])
        let digits =
            try models.contains(where: \.takesDigits)
            ? BenchImages.digits(arguments[images], batch: batch ?? 0) : nil
        for model in models {
            guard let images = digits.flatMap({ model.takesDigits ? $0 : nil }) ?? model.ownImages() else { continue }
            let run = try BenchRun(model, images: images, batch: batch, team: team)
            for row in try measure(model, run) { try table.write(row: row) }
            try table.flush()
        }
        try table.finish()
    }

    private static func models(_ arguments: Arguments) throws -> [BenchModel] {
        guard let names = arguments[models] else { return BenchModel.all }
        return try names.map { name in
            guard let model = BenchModel.all.first(where: { $0.name == name }) else {
                let all = BenchModel.all.map(\.name).joined(separator: ", ")
                throw UsageError("--model \(name): there is no such model; there are \(all)")
            }
            return model
        }
    }
}
