/// A decoder that was found in a graph.
package struct ImportedDecoder {
    /// What the graph ends in, behind the last layer that is read.
    enum End { case sigmoid, tanh, nothing }

    let layers: [String]
    package let tensors: [ImportedTensor]
    /// How many coordinates a latent has.
    let latent: Int
    /// The item that is put out: channels, height and width, or height and width, or a vector.
    let image: [Int]
    let end: End
    /// What values are scaled back by, channel by channel.
    let scale: (offsets: [Float], factors: [Float])?

    /// Throws `ONNXError` that names the node which is not read.
    package init(_ model: StoredModel) throws(ONNXError) {
        var chain = try ChainReader(model, part: "decoder")
        latent = chain.sizes.reduce(1, *)
        try chain.readLayers()
        guard chain.isOutput, model.outputs.count == 1 else {
            guard let node = chain.next.first else { throw ONNXError(model.file, "it puts out more than images") }
            throw chain.problem(node, "here \(chain.next.count) ways part, where a decoder has one")
        }
        image = chain.item.count == 3 ? chain.item : chain.sizes
        end = chain.layers.last == "sigmoid" ? .sigmoid : chain.layers.last == "tanh" ? .tanh : .nothing
        if end != .nothing { chain.removeLast() }
        scale = chain.scale
        guard let last = chain.layers.last else { throw ONNXError(model.file, "it has no layers") }
        guard end != .tanh || ["dense", "conv"].contains(where: last.hasPrefix) else {
            throw ONNXError(model.file, "behind '\(last)' a tanh cannot become a sigmoid")
        }
        layers = chain.layers
        let path = "decoder.\(layers.count - 1)."
        // (tanh x + 1) / 2 is the sigmoid of 2x.
        let isTanh = end == .tanh
        tensors = chain.tensors.map { isTanh && $0.name.hasPrefix(path) ? $0.doubled() : $0 }
    }
}
