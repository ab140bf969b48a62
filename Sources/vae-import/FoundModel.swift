import TensorStreams
import VAEKit

/// A model from elsewhere, with the numbers that it has there.
struct FoundModel {
    /// How messages call what it was found in.
    let name: String
    let description: ModelDescription
    /// Each tensor of the model, and what it is called in the file, or what it is all over where it is not there.
    let tensors: [(tensor: Safetensors.Tensor, from: String)]

    /// Throws `CheckpointError` where the tensors are not those of the layers.
    func checkpoint() throws -> Checkpoint<Autoencoder> {
        try Checkpoint<Autoencoder>(description, weights: tensors.map(\.tensor), of: name)
    }

    /// Writes a row for each tensor.
    func writeTable(to path: String) throws {
        var table = TableWriter(try ByteWriter.create(path), columns: ["tensor", "from", "shape"])
        for (tensor, from) in tensors {
            let sizes = tensor.shape.map { String($0) }.joined(separator: "x")
            try table.write(row: [.text(tensor.name), .text(from), .text(sizes)])
        }
        try table.finish()
    }
}
