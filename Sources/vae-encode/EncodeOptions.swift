import CommandSupport
import ModelSupport

/// The options that say what becomes of images.
enum EncodeOptions {
    static let sample = Option.flag("sample", help: "a draw from the posterior, z1 …, instead of its mean")
    static let logvar = Option.flag("logvar", help: "mean and log variance, mu1 … logvar1 …")
    static let level = LevelOptions.level(help: "the level of latents, of a model that has several")
    static let codes = Option.flag(
        "codes", help: "the codes of a model of codes, as a stream of index maps instead of a table")
    static let logDensity = Option.flag(
        "log-density", help: "add log p(z) of each latent under the model's prior, in nats, as log_density")
    static let labels = StandardOptions.labels(help: "labels of the images, IDX or text: adds the label column")
}
