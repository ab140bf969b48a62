import CommandSupport
import Densities
import Embedding
import LinearAlgebra
import TensorStreams
import Threads

@main enum ZFit {
    static let density = Option.choice(
        "density", of: DensityKind.self, default: .gmm,
        help: "one normal distribution, or a mixture of several, with full covariances")
    static let components = Option.integers(
        "components", value: "K,K", in: 1...100_000, defaultText: "10",
        help: "how many normal distributions; of several numbers the one with the lowest BIC")
    static let perLabel = Option.flag(
        "per-label", help: "a density for the rows of each label, told apart by column label")
    static let floor = Option.number(
        "floor", value: "V", default: 1e-6, in: Double.leastNormalMagnitude...1e300,
        help: "what is added to each variance, so that none vanishes")
    static let restarts = Option.integer(
        "restarts", value: "N", default: 1, in: 1...100_000, help: "starts, of which the best stays")

    static func main() {
        Command(
            name: "z-fit",
            summary: "Fit a density to a table of latents, as a file for z-sample, z-density, z-grid and z-sweep.",
            operands: .optional("FILE"),
            options: [
                density, components, perLabel, floor, restarts, StandardOptions.seed, StandardOptions.threads,
                StandardOptions.output, StandardOptions.quiet,
            ],
            details: """
                The coordinates are the columns z1 …, else mu1 …, else pc1 …, else all columns of numbers but id and \
                label. How well the density fits is told on standard error: the mean of the logarithm of the density, \
                in nats a row, and the Bayesian information criterion.
                """,
            examples: [
                (
                    "vae-encode m.ckpt train-images.gz | z-fit > d.safetensors",
                    "ten normal distributions where the latents of images lie"
                ),
                (
                    "z-sample -n 100 --from d.safetensors | vae-decode m.ckpt | grid2png > new.png",
                    "new images from there"
                ),
            ]
        ).run(needing: OpenBLAS.requireMemory, fit)
    }

    static func fit(_ arguments: Arguments) throws {
        if arguments[density] == .gaussian && arguments.isGiven(components) {
            throw UsageError("--components goes with --density gmm")
        }
        try Terminal.refuseBinaryOutput(to: arguments[StandardOptions.output])
        let table = try PointTable(ByteReader.open(arguments.operands.first ?? "-"))
        let output = try ByteWriter.create(arguments[StandardOptions.output] ?? "-")
        let run = FitRun(table, settings(arguments), arguments)
        let density: LatentDensity
        if arguments[perLabel] {
            guard let labels = table.texts(of: "label") else {
                throw Failure("\(table.name): there is no column label, which --per-label goes by")
            }
            density = LatentDensity(try run.fits(labels))
        } else {
            density = LatentDensity(try run.fit(table.points, of: nil).mixture)
        }
        try density.file.write(output)
        try output.finish()
    }

    private static func settings(_ arguments: Arguments) -> FitRun.Settings {
        FitRun.Settings(
            components: arguments[density] == .gaussian ? [1] : arguments[components] ?? [10],
            floor: arguments[floor], restarts: arguments[restarts], seed: UInt64(arguments[StandardOptions.seed]),
            isQuiet: arguments[StandardOptions.quiet])
    }
}

enum DensityKind: String, CaseIterable, Sendable {
    case gaussian, gmm
}
