import VAEKit

/// An encoder that was found in a graph: layers, and behind them the mean of latents, alone or with what goes with it.
package struct ImportedEncoder {
    let layers: [String]
    package let tensors: [ImportedTensor]
    /// How many coordinates a latent has.
    let latent: Int
    let kind: ModelDescription.Kind
    let heads: PosteriorHeads
    /// The item that the first layer takes.
    let image: [Int]
    let threshold: Int?
    /// What values are scaled by, channel by channel.
    let scale: (offsets: [Float], factors: [Float])?

    private struct Head {
        let tensors: [ImportedTensor]
        let output: String
        /// What stands behind the dense layer, node by node.
        var operations: [String] = []
        var rows: Int { tensors[1].floats.count }
    }

    /// Throws `ONNXError` that names the node which is not read.
    package init(_ model: StoredModel) throws(ONNXError) {
        var chain = try ChainReader(model, part: "encoder")
        try chain.readLayers()
        var heads = try Self.heads(&chain)
        let isFirstOutput = heads[0].output == model.outputs[0]
        if heads.count == 2, isFirstOutput == Self.speaksOfVariance(model.outputs) { heads.reverse() }
        let operations = heads.map(\.operations)
        let isBent = operations == [["Tanh"], ["Tanh", "Mul", "Add", "Log"]]
        guard model.outputs.count == heads.count, Set(model.outputs) == Set(heads.map(\.output)),
            isBent || operations.allSatisfy(\.isEmpty)
        else {
            throw ONNXError(
                model.file,
                "its outputs are not the mean, or mean and log variance, of dense layers: export encoder and decoder apart"
            )
        }
        guard Set(heads.map(\.rows)).count == 1 else {
            throw ONNXError(model.file, "mean and log variance are not of the same size")
        }
        let takesBytes = model.inputs[0].isBytes
        guard !takesBytes || chain.pixels.isDivided || chain.pixels.threshold != nil || chain.scale != nil else {
            throw ONNXError(model.file, "it takes bytes as they are, without a division by 255")
        }
        latent = heads[0].rows
        kind = heads.count == 1 ? .ae : .vae
        self.heads = isBent ? .tanh : .logvar
        layers = chain.layers.isEmpty ? ["flatten"] : chain.layers
        image = chain.image.isEmpty ? chain.item : chain.image
        (threshold, scale) = (chain.pixels.threshold, chain.scale)
        let names = ["mean", isBent ? "deviation" : "logvar"]
        tensors = chain.tensors + zip(names, heads).flatMap { name, head in head.tensors.map { $0.named(name) } }
    }

    /// Whether the first of two outputs is called the variance, and the second is not.
    private static func speaksOfVariance(_ outputs: [String]) -> Bool {
        let isOf = outputs.map { name in
            let letters = Array(name.lowercased().utf8)
            return letters.indices.contains { place in
                ["var", "sigma", "std"].contains { letters[place...].starts(with: $0.utf8) }
            }
        }
        return isOf == [true, false]
    }

    /// The dense layers from which the outputs come.
    private static func heads(_ chain: inout ChainReader) throws(ONNXError) -> [Head] {
        let next = chain.next
        if chain.isOutput { return [Head(tensors: try lastDense(&chain), output: chain.place)] }
        if next.allSatisfy({ ["Split", "Slice"].contains($0.operation) }), !next.isEmpty { return try halves(&chain) }
        guard next.count == 2, next.allSatisfy({ ["Gemm", "MatMul"].contains($0.operation) }) else {
            guard let node = next.first else {
                throw ONNXError(chain.model.file, "'\(chain.place)' leads to none of its outputs")
            }
            throw chain.problem(node, "here \(next.count) ways part, which are not mean and log variance")
        }
        try chain.needVector(next[0])
        var heads: [Head] = []
        for node in next {
            var branch = chain
            try branch.read(node)
            heads.append(try end(branch, branch.removeLast()))
        }
        return heads
    }

    /// Follows a branch to an output.
    private static func end(_ branch: ChainReader, _ tensors: [ImportedTensor]) throws(ONNXError) -> Head {
        var (branch, operations) = (branch, [String]())
        while !branch.isOutput {
            guard branch.next.count == 1, operations.count < 4 else {
                throw ONNXError(branch.model.file, "'\(branch.place)' leads to none of its outputs")
            }
            let node = branch.next[0]
            let isFloor = node.operation == "Add" && branch.constant(node) == PosteriorKernel.floor
            guard
                ["Tanh", "Log"].contains(node.operation) || isFloor
                    || node.operation == "Mul" && node.inputs == [branch.place, branch.place]
            else {
                throw branch.problem(
                    node, "two dense layers part before it, which are read as mean and log variance alone")
            }
            operations.append(node.operation)
            try branch.advance(node, sizes: branch.sizes)
        }
        return Head(tensors: tensors, output: branch.place, operations: operations)
    }

    private static func lastDense(_ chain: inout ChainReader) throws(ONNXError) -> [ImportedTensor] {
        guard chain.layers.last?.hasPrefix("dense") ?? false else {
            throw ONNXError(chain.model.file, "its output '\(chain.place)' comes from no dense layer")
        }
        return chain.removeLast()
    }

    /// One dense layer whose outputs are cut into two.
    private static func halves(_ chain: inout ChainReader) throws(ONNXError) -> [Head] {
        let next = chain.next
        let tensors = try lastDense(&chain)
        let count = tensors[1].floats.count
        guard chain.sizes == [count] else { throw chain.problem(next[0], "it is read where it halves vectors alone") }
        var parts: [(Int, String)] = []
        for node in next {
            if node.operation == "Split" {
                let sizes = node.inputs.count > 1 ? chain.shapes.numbers(node.inputs[1]) : node.integers("split")
                let isEven = sizes ?? [count / 2, count / 2] == [count / 2, count / 2] && count % 2 == 0
                guard [1, -1].contains(node.integer("axis") ?? 0), isEven, node.outputs.count == 2 else {
                    throw chain.problem(node, "it is read where it halves vectors alone")
                }
                parts += zip([0, count / 2], node.outputs)
            } else {
                let numbers = node.inputs.dropFirst().map { chain.shapes.numbers($0) }
                guard numbers.count >= 3, let first = numbers[0]?.first, let end = numbers[1]?.first, numbers[2] == [1],
                    numbers.count == 3 || numbers[3] == [1], min(end, count) - first == count / 2, count % 2 == 0,
                    [0, count / 2].contains(first), let output = node.outputs.first
                else { throw chain.problem(node, "it is read where it halves vectors alone") }
                parts.append((first, output))
            }
        }
        guard parts.count == 2, Set(parts.map(\.0)).count == 2 else {
            throw ONNXError(chain.model.file, "its outputs are not the halves of one dense layer")
        }
        return parts.map { first, output in
            Head(tensors: tensors.map { $0.rows(first..<first + count / 2) }, output: output)
        }
    }
}
