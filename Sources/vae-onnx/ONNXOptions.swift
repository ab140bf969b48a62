import CommandSupport
import ModelSupport
import ONNX

/// The options that say what is written.
enum ONNXOptions {
    enum Part: String, CaseIterable {
        case encoder, decoder, classifier
    }

    static let part = Option.choice(
        "part", of: Part.self, defaultText: "the classifier of clf-fit", help: "which part of the model")
    static let level = LevelOptions.level(help: "the level of latents, of a model that has several")
    static let input = Option.choice(
        "input", of: PixelType.self, default: .u8, help: "images as bytes, or as numbers within [0, 1]")
    static let opset = Option.integer(
        "opset", value: "N", default: ONNXModel.usualOpset, in: ONNXModel.opsets,
        help: "the version of ONNX's operators")
}
