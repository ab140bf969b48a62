import CommandSupport
import VAEKit

/// The options that say what is measured.
enum EvalOptions {
    static let perItem = Option.flag("per-item", help: "a row for each image instead of the means")
    static let perCoordinate = Option.flag(
        "per-coordinate", help: "a row for each latent coordinate: its share of kl, and whether it is used")
    static let nll = Option.integer(
        "nll", value: "K", in: 1...1_000_000_000, defaultText: "none",
        help: "estimate the negative log-likelihood by K importance weights for each image")
    static let redraw = Option.flag(
        "redraw", help: "draw each pixel, its grey value being the probability of 1, by --seed and its image's number")
    static let labels = StandardOptions.labels(
        help: "labels of the images, IDX or text: adds the label column to --per-item")

    /// - Parameter threshold: of the model, where it has one.
    static func requireGreyPixels(_ items: ImageItems, _ threshold: Int?, named name: String) throws {
        guard items == .pixels else {
            throw Failure("\(name): its model takes values that are no pixels: leave out --redraw")
        }
        guard let threshold else { return }
        throw Failure("\(name): its model takes pixels above \(threshold) as 1 and leaves --redraw nothing to draw")
    }
}
