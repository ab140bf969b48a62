import CommandSupport
import ModelSupport
import TensorStreams

/// The options that say what becomes of latents.
enum DecodeOptions {
    enum PixelType: String, CaseIterable {
        case u8, f32
    }

    static let type = Option.choice(
        "type", of: PixelType.self, default: .u8, help: "pixels as bytes, or as exact means within [0, 1]")

    static let level = LevelOptions.level(help: "the level of the latents, of a model that has several")
    static let sample = Option.flag("sample", help: "draw the levels below the latents instead of taking their means")
    static let label = Option.text(
        "label", value: "N", defaultText: "the label column",
        help: "the class of all latents, a number or a word, for a model that is told classes")

    /// What images are written as.
    static func format(of shape: [Int], _ arguments: Arguments) -> ItemFormat {
        ItemFormat(type: arguments[type] == .u8 ? .u8 : .f32, shape: shape)
    }
}
