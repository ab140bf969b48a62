import CommandSupport
import ONNX
import TensorStreams
import VAEKit

/// A model of which the encoder and the decoder are ONNX files.
struct GraphImport {
    private let arguments: Arguments

    /// Throws `UsageError` for options that say what the files do.
    init(_ arguments: Arguments) throws {
        self.arguments = arguments
        let ofStateDicts: [any OptionDescription] = [
            ImportOptions.kind, ImportOptions.latent, ImportOptions.encoder, ImportOptions.decoder, ImportOptions.map,
            ImportOptions.skip,
        ]
        for option in ofStateDicts where arguments.isGiven(option) {
            throw UsageError("--\(option.name) is for a state dict: ONNX files say it themselves")
        }
    }

    /// Throws `ONNXError` that names the node which is no layer, or what reading the files throws.
    func model() throws -> FoundModel {
        let (encoder, decoder) = (arguments.operands[0], arguments.operands[1])
        let imported = try ImportedModel(
            encoder: StoredModel(path: encoder), decoder: StoredModel(path: decoder),
            image: arguments[ImportOptions.image], recon: arguments[ImportOptions.recon],
            isFromTanh: arguments[ImportOptions.fromTanh])
        return FoundModel(
            name: "\(encoder) and \(decoder)", description: imported.description,
            tensors: imported.tensors.map { ($0.stored, $0.origin ?? "zeros") })
    }
}
