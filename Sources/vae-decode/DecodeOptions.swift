import CommandSupport
import ModelSupport
import TensorStreams
import VAEKit

/// The options that say what becomes of latents.
enum DecodeOptions {
    enum PixelType: String, CaseIterable {
        case u8, f32
    }

    static let type = Option.choice(
        "type", of: PixelType.self, defaultText: "u8; f32 of values that are no pixels",
        help: "pixels as bytes, or as exact means within [0, 1]")

    static let level = LevelOptions.level(help: "the level of the latents, of a model that has several")
    static let sample = Option.flag("sample", help: "draw the levels below the latents instead of taking their means")
    static let label = Option.text(
        "label", value: "N", defaultText: "the label column",
        help: "the class of all latents, a number or a word, for a model that is told classes")

    /// - Throws: `Failure` where the options ask for what codes have not.
    static func refuseThoseOfNumbers(named checkpoint: String, _ arguments: Arguments) throws {
        let others: [any OptionDescription] = [level, sample, label, StandardOptions.levels, StandardOptions.seed]
        if let other = others.first(where: { arguments.isGiven($0) }) {
            throw Failure(
                "\(checkpoint): its latents are codes, which leave nothing to draw: leave out --\(other.name)")
        }
    }

    /// What the images of a model are written as.
    ///
    /// - Throws: `Failure` for bytes where they are no pixels.
    static func format(of model: some Model, named checkpoint: String, _ arguments: Arguments) throws -> ItemFormat {
        let isOfPixels = model.items == .pixels
        if !isOfPixels, arguments[type] == .u8 {
            throw Failure("\(checkpoint): its values are no pixels, and come as f32: leave out --type u8")
        }
        return ItemFormat(type: arguments[type] == .f32 || !isOfPixels ? .f32 : .u8, shape: model.imageShape)
    }
}
