import TensorStreams

extension Checkpoint {
    /// A checkpoint of a model whose weights come from elsewhere, with no record of training.
    ///
    /// - Parameters:
    ///   - weights: the parameters and running statistics, by the names and in the shapes that a checkpoint has.
    ///   - name: how messages call the file that they come from.
    /// - Throws: `CheckpointError` where one is missing, of another shape, left over or not finite, or the layers do not fit.
    public init(_ description: M.Description, weights: [Safetensors.Tensor], of name: String) throws {
        let file = Safetensors(metadata: CheckpointHeader.metadata(of: description), tensors: weights)
        try self.init(CheckpointFile(file, header: CheckpointHeader(file.metadata, of: name)))
    }
}
