import CommandSupport
import Densities
import TensorStreams
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
    public static let label = Option.texts(
        "label", value: "N,N", help: "classes of the latents, numbers or words, for a model that is told them")

    /// A class that the command line names: as it is written, and its number where it has one.
    public struct Label {
        public let text: String
        public let number: Int?

        /// As a table has it.
        public var value: TableValue { number.map { .integer($0) } ?? .text(text) }
    }

    /// The classes that the command line names; nil where it names none. Without levels a word may be a label of a density.
    public static func labels(_ arguments: Arguments) throws -> [Label]? {
        let levels = try arguments.levels(of: nil)
        guard let texts = arguments[label] else {
            if levels != nil { throw UsageError("--levels goes with --label") }
            return nil
        }
        return try texts.map { text in
            let number = try levels.map { try Arguments.label(text, of: label, in: $0) } ?? Int(text)
            if let number, !(0..<ClassifierDescription.largestClasses).contains(number) {
                throw UsageError("--label \(text): classes are 0 to \(ClassifierDescription.largestClasses - 1)")
            }
            return Label(text: text, number: number)
        }
    }

    /// Refuses labels that are none of the classes that a model is told, or any where it is told none.
    ///
    /// - Parameter checkpoint: what messages call the model.
    public static func check(_ labels: [Int], classes: Int?, of checkpoint: String) throws {
        guard let beyond = labels.first(where: { !(0..<(classes ?? 0)).contains($0) }) else { return }
        guard let classes else { throw Failure("\(checkpoint): its model is told no classes: leave out --label") }
        throw Failure("\(checkpoint): its model is told the classes 0 to \(classes - 1); --label \(beyond) is none")
    }

    /// The density of the label, of all labels where there is none. Throws `Failure` where it has no such label.
    ///
    /// - Parameter name: what messages call the density.
    public static func mixture(
        _ density: LatentDensity, ofLabel label: Label?, in name: String
    ) throws -> GaussianMixture {
        guard let label else { return density.mixture }
        if density.labels.isEmpty {
            throw Failure("\(name): its density is of all labels together: z-fit --per-label parts them")
        }
        let number = label.number.flatMap { density.mixture(of: String($0)) }
        guard let mixture = density.mixture(of: label.text) ?? number else {
            throw Failure(
                "\(name): its density has the labels \(density.labels.joined(separator: ", ")); --label \(label.text) is none"
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
