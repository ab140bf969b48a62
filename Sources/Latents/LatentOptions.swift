import CommandSupport
import Densities
import VAEKit

/// The options by which the `z-` commands learn how wide latents are.
public enum LatentOptions {
    /// How wide latents may be.
    static let widths = 1...1_000_000
    /// `--latent D`.
    public static let width = Option.integer(
        "latent", value: "D", in: widths, defaultText: "2", help: "how many coordinates a latent has")
    /// `--for FILE`: a checkpoint, or a density of z-fit.
    public static let model = Option.text(
        "for", value: "FILE", file: .read, help: "take the width from a checkpoint, or a density of z-fit")
    /// `--for FILE` of the commands that lay latents where a density has its own.
    public static let extent = Option.text(
        "for", value: "FILE", file: .read,
        help: "take the width from a checkpoint, or the width, the means and the deviations from a density of z-fit")
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

    /// The density of the label, of all labels where there is none. Throws `Failure` where it has no such label.
    ///
    /// - Parameter name: what messages call the density.
    public static func mixture(
        _ density: LatentDensity, ofLabel label: Int?, in name: String
    ) throws -> GaussianMixture {
        guard let label else { return density.mixture }
        if density.labels.isEmpty {
            throw Failure("\(name): its density is of all labels together: z-fit --per-label parts them")
        }
        guard let mixture = density.mixture(of: String(label)) else {
            throw Failure(
                "\(name): its density has the labels \(density.labels.joined(separator: ", ")); --label \(label) is none"
            )
        }
        return mixture
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
