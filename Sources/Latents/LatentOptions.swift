import CommandSupport
import VAEKit

/// The options by which the `z-` commands learn how wide latents are.
public enum LatentOptions {
    /// How wide latents may be.
    static let widths = 1...1_000_000
    /// `--latent D`.
    public static let width = Option.integer(
        "latent", value: "D", in: widths, defaultText: "2", help: "how many coordinates a latent has")
    /// `--for CKPT`.
    public static let checkpoint = Option.text(
        "for", value: "CKPT", file: .read, help: "take the width from a checkpoint")
    /// `--axes I,J,…`, counted from 1.
    public static func axes(value: String, defaultText: String, help: String) -> Option<[Int]?> {
        .integers("axes", value: value, in: widths, defaultText: defaultText, help: help)
    }

    /// `--label N,N…`.
    public static let label = Option.integers(
        "label", value: "N,N", in: 0...ClassifierDescription.largestClasses - 1,
        help: "classes of the latents, for a model that is told them")

    /// Refuses labels that are none of the classes that a model is told, or any where it is told none.
    ///
    /// - Parameter checkpoint: what messages call the model.
    public static func check(_ labels: [Int], classes: Int?, of checkpoint: String) throws {
        guard let beyond = labels.first(where: { $0 >= classes ?? 0 }) else { return }
        guard let classes else { throw Failure("\(checkpoint): its model is told no classes: leave out --label") }
        throw Failure("\(checkpoint): its model is told the classes 0 to \(classes - 1); --label \(beyond) is none")
    }

    /// The coordinates to move, counted from 0. Throws `UsageError` when one is beyond the width or stands twice.
    public static func coordinates(_ axes: [Int], width: Int) throws -> [Int] {
        let text = "--axes " + axes.map { String($0) }.joined(separator: ",")
        if Set(axes).count < axes.count { throw UsageError("\(text): a coordinate stands twice") }
        if let beyond = axes.first(where: { $0 > width }) {
            throw UsageError("\(text): there is no coordinate \(beyond) in latents of width \(width)")
        }
        return axes.map { $0 - 1 }
    }
}
