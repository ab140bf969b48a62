import CommandSupport
import ModelSupport
import ONNX
import VAEKit

/// The part of a checkpoint's model that the options name.
struct ExportedPart {
    private let file: CheckpointFile
    private let name: String
    private let arguments: Arguments

    init(_ arguments: Arguments) throws {
        (name, self.arguments) = (arguments.operands[0], arguments)
        if arguments[ONNXOptions.part] == .decoder, arguments.isGiven(ONNXOptions.input) {
            throw UsageError("--input is how images come, and the decoder takes none: leave it out")
        }
        file = try CheckpointFile(reading: name, weightsOnly: true)
    }

    /// - Throws: `UsageError` or `Failure` where the options do not go with the model.
    func graph() throws -> Graph {
        switch file.family {
        case .classifier: try classifier(try Checkpoint(file).model)
        case .codes: try ofCodes(try Checkpoint(file).model)
        case .autoencoder, .codePrior, .flow: try ofLatents(try Checkpoint(file).model)
        }
    }

    private var pixels: PixelType { arguments[ONNXOptions.input] }

    private func classifier(_ model: Classifier) throws -> Graph {
        try refuseLevel()
        if let part = arguments[ONNXOptions.part], part != .classifier {
            throw Failure("\(name): its model is a classifier and has no \(part.rawValue): leave out --part")
        }
        return .classifier(of: model, pixels: pixels)
    }

    private func ofCodes(_ model: CodeAutoencoder) throws -> Graph {
        try refuseLevel()
        try refuseBytes(model)
        return try isEncoder() ? .encoder(of: model, pixels: pixels) : .decoder(of: model)
    }

    private func ofLatents(_ model: Autoencoder) throws -> Graph {
        let level = try LevelOptions.index(arguments, ONNXOptions.level, of: model.description, named: name)
        try refuseBytes(model)
        return try isEncoder()
            ? .encoder(of: model, level: level, pixels: pixels) : .decoder(of: model, level: level)
    }

    private func isEncoder() throws -> Bool {
        switch arguments[ONNXOptions.part] {
        case .encoder: return true
        case .decoder: return false
        case .classifier: throw Failure("\(name): its model is no classifier: take --part encoder or decoder")
        case nil: throw UsageError("--part is missing: encoder or decoder")
        }
    }

    private func refuseBytes(_ model: some Model) throws {
        guard model.items != .pixels, arguments.isGiven(ONNXOptions.input), pixels == .u8 else { return }
        throw Failure("\(name): its values are no pixels, and come as f32: leave out --input u8")
    }

    private func refuseLevel() throws {
        guard arguments.isGiven(ONNXOptions.level) else { return }
        throw Failure("\(name): its model has no levels of latents: leave out --level")
    }
}
