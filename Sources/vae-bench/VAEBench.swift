import CommandSupport
import ModelSupport
import TensorStreams
import VAEKit

@main enum VAEBench {
    enum Subject: String, CaseIterable {
        case train
    }

    static let models = Option.texts("model", value: "NAME,NAME", help: "the presets to time (default: all)")
    static let seconds = Option.number(
        "seconds", value: "S", default: 8, in: 0.1...3600, help: "how long each preset is trained")
    static let images = Option.text(
        "images", value: "FILE", defaultText: "drawn digits",
        help: "28x28 images for the presets that take such; conv-face takes coloured blocks of its own")

    static func main() {
        Command(
            name: "vae-bench",
            summary: "Measure how fast the presets train on this machine.",
            operands: .required("train"),
            options: [
                models, seconds, images, StandardOptions.threads, StandardOptions.noHeader, StandardOptions.output,
            ],
            details: """
                A row for each preset: images per second and milliseconds per step (batch, forward, backward, update), the \
                median over pieces of the run, with the batch size of the preset.
                """,
            examples: [("vae-bench train --model mlp-adamw --threads 1", "one preset on one thread")]
        ).run { arguments in
            switch try arguments.choice(operand: 0, of: Subject.self) {
            case .train: try train(arguments)
            }
        }
    }

    private static func train(_ arguments: Arguments) throws {
        let presets = try presets(arguments)
        let team = ThreadTeam(arguments)
        let columns = ["framework", "model", "batch", "threads", "parameters", "samples_per_s", "ms_per_step"]
        let output = try ByteWriter.create(arguments[StandardOptions.output] ?? "-")
        var table = TableWriter(output, columns: columns, header: !arguments[StandardOptions.noHeader])
        let digits = try presets.contains { $0 != .convFace } ? BenchImages.digits(arguments[images]) : nil
        for preset in presets {
            guard let batch = preset == .convFace ? BenchImages.blocks() : digits else { continue }
            let timing = try TrainingTiming(preset, images: batch, seconds: arguments[seconds], team: team)
            try table.write(row: [
                .text("vaeutils"), .text(preset.rawValue), .integer(timing.batch), .integer(team.threads),
                .integer(timing.parameters), .integer(Int((Double(timing.batch) / timing.stepSeconds).rounded())),
                .double((timing.stepSeconds * 1e6).rounded() / 1000),
            ])
            try table.flush()
        }
        try table.finish()
    }

    private static func presets(_ arguments: Arguments) throws -> [Preset] {
        guard let names = arguments[models] else { return Preset.allCases }
        return try names.map { name in
            guard let preset = Preset(rawValue: name) else {
                let all = Preset.allCases.map(\.rawValue).joined(separator: ", ")
                throw UsageError("--model \(name): there is no such preset; there are \(all)")
            }
            return preset
        }
    }
}
