import CommandSupport
import Densities
import Embedding
import LinearAlgebra
import TensorStreams
import Threads
import VAEKit

@main enum ZFit {
    static let density = Option.choice(
        "density", of: DensityKind.self, default: .gmm,
        help: "one normal distribution, a mixture of several, with full covariances, or a normalising flow")
    static let components = Option.integers(
        "components", value: "K,K", in: 1...100_000, defaultText: "10",
        help: "how many normal distributions; of several numbers the one with the lowest BIC")
    static let perLabel = Option.flag(
        "per-label", help: "a density for the rows of each label, told apart by column label")
    static let floor = Option.number(
        "floor", value: "V", default: 1e-6, in: Double.leastNormalMagnitude...1e300,
        help: "what is added to each variance, so that none vanishes")
    static let couplings = Option.integer(
        "couplings", value: "N", default: 6, in: LatentFlowDescription.couplingCounts,
        help: "affine couplings of the flow, which take turns at the two halves of the coordinates")
    static let hidden = Option.integer(
        "hidden", value: "H", default: 100, in: LatentFlowDescription.hiddenCounts,
        help: "units of each of the two hidden layers of a coupling")
    static let epochs = Option.integer(
        "epochs", value: "N", default: 30, in: 1...1_000_000,
        help: "how often the flow goes over the rows; a tenth of 100 or more is kept aside, and says which was best")
    static let restarts = Option.integer(
        "restarts", value: "N", default: 1, in: 1...100_000, help: "starts, of which the best stays")

    static func main() {
        Command(
            name: "z-fit",
            summary: "Fit a density to a table of latents, as a file for z-sample, z-density, z-grid and z-sweep.",
            operands: .optional("FILE"),
            options: [
                density, components, perLabel, floor, restarts, couplings, hidden, epochs, StandardOptions.seed,
                StandardOptions.threads, StandardOptions.output, StandardOptions.quiet,
            ],
            details: """
                The coordinates are the columns z1 …, else mu1 …, else pc1 …, else all columns of numbers but id and \
                label. How well the density fits is told on standard error: the mean of the logarithm of the density, \
                in nats a row, and the Bayesian information criterion. A flow is for latents of more than one \
                coordinate that no few normal distributions fit; z-sample and z-density take it.
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
        try refuseStrayOptions(arguments)
        try Terminal.refuseBinaryOutput(to: arguments[StandardOptions.output])
        let table = try PointTable(ByteReader.open(arguments.operands.first ?? "-"))
        let output = try ByteWriter.create(arguments[StandardOptions.output] ?? "-")
        if arguments[density] == .flow {
            try FlowFit(table, flowSettings(arguments), arguments).fit().file.write(output)
            return try output.finish()
        }
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

    /// Refuses options of another density.
    private static func refuseStrayOptions(_ arguments: Arguments) throws {
        let kind = arguments[density]
        if kind != .gmm && arguments.isGiven(components) { throw UsageError("--components goes with --density gmm") }
        let ofMixtures: [any OptionDescription] = [perLabel, restarts]
        let ofFlows: [any OptionDescription] = [couplings, hidden, epochs]
        if kind == .flow, let stray = ofMixtures.first(where: { arguments.isGiven($0) }) {
            throw UsageError("--\(stray.name) does not go with --density flow")
        }
        if kind != .flow, let stray = ofFlows.first(where: { arguments.isGiven($0) }) {
            throw UsageError("--\(stray.name) goes with --density flow")
        }
    }

    private static func flowSettings(_ arguments: Arguments) -> FlowFit.Settings {
        FlowFit.Settings(
            couplings: arguments[couplings], hidden: arguments[hidden], epochs: arguments[epochs],
            floor: arguments[floor], seed: arguments[StandardOptions.seed], isQuiet: arguments[StandardOptions.quiet])
    }

    private static func settings(_ arguments: Arguments) -> FitRun.Settings {
        FitRun.Settings(
            components: arguments[density] == .gaussian ? [1] : arguments[components] ?? [10],
            floor: arguments[floor], restarts: arguments[restarts], seed: UInt64(arguments[StandardOptions.seed]),
            isQuiet: arguments[StandardOptions.quiet])
    }
}

enum DensityKind: String, CaseIterable, Sendable {
    case gaussian, gmm, flow
}
