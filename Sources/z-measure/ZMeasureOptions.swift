import CommandSupport
import Disentanglement

/// The options of z-measure.
enum ZMeasureOptions {
    static let measures = Option.texts(
        "measure", value: "NAMES", defaultText: "all that the tables allow",
        choices: Measure.allCases.map(\.rawValue),
        help: "what to measure: \(Measure.allCases.map(\.rawValue).joined(separator: ", "))")
    static let factors = Option.texts(
        "factors", value: "NAMES", defaultText: "all but id and the latents", help: "columns that are factors")
    static let continuous = Option.texts(
        "continuous", value: "NAMES",
        defaultText: "numeric ones of more than \(FactorChoice.mostClasses) different values",
        help: "factors that are continuous")
    static let bins = Option.integer(
        "bins", value: "N", default: 20, in: 2...10_000,
        help: "bins of a latent, and of a continuous factor")
    static let samples = Option.integer(
        "samples", value: "N", default: 10_000, in: 1...10_000_000, help: "draws for each entropy of mig-chen")
    static let train = Option.integer(
        "train", value: "N", default: 10_000, in: 1...Int.max, help: "rows that sap, dci and probe learn from")
    static let test = Option.integer(
        "test", value: "N", default: 5_000, in: 1...Int.max, help: "rows that they are tried on")
    static let votes = Option.integers(
        "votes", value: "N,M", in: 1...1_000_000, defaultText: "10000,5000",
        help: "votes that beta-vae and factor-vae learn from, and are tried on")
    static let batch = Option.integer(
        "batch", value: "N", default: 64, in: 2...1_000_000, help: "rows, or pairs of rows, of a vote")
}
