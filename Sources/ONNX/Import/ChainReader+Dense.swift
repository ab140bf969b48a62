extension ChainReader {
    /// Gemm, or MatMul with the sum behind it.
    mutating func readDense(_ node: StoredNode) throws(ONNXError) {
        try needVector(node)
        let isProduct = node.operation == "MatMul"
        guard node.inputs.first == place, node.float("alpha") ?? 1 == 1, node.float("beta") ?? 1 == 1,
            node.integer("transA") ?? 0 == 0
        else { throw problem(node, "it is read as x·W + b alone") }
        let (tensor, floats) = try weight(node, 1)
        let isOutputsFirst = !isProduct && node.integer("transB") ?? 0 != 0
        guard tensor.shape.count == 2, tensor.shape[isOutputsFirst ? 1 : 0] == sizes[0] else {
            throw problem(node, "weights of \(text(tensor.shape)) do not fit vectors of \(sizes[0])")
        }
        let (inputs, outputs) = (sizes[0], tensor.shape[isOutputsFirst ? 0 : 1])
        let rows = isOutputsFirst ? floats : Self.transposed(floats, rows: inputs, columns: outputs)
        var bias: (origin: String?, floats: [Float]) = (nil, [Float](repeating: 0, count: outputs))
        if !isProduct, node.inputs.count > 2, !node.inputs[2].isEmpty { bias = try self.bias(node, 2, outputs) }
        try advance(node, sizes: [outputs])
        if isProduct, next.count == 1, next[0].operation == "Add" {
            let sum = next[0]
            bias = try self.bias(sum, sum.inputs.first == place ? 1 : 0, outputs)
            try advance(sum, sizes: sizes)
        }
        add(
            "dense \(outputs)",
            [("weight", tensor.name, [outputs, inputs], rows), ("bias", bias.origin, [outputs], bias.floats)])
        item = sizes
    }

    /// A number for each output, or one for all.
    func bias(
        _ node: StoredNode, _ number: Int, _ count: Int
    ) throws(ONNXError) -> (origin: String?, floats: [Float]) {
        let (tensor, floats) = try weight(node, number)
        guard floats.count == count || floats.count == 1, tensor.shape.dropLast().allSatisfy({ $0 == 1 }) else {
            throw problem(node, "a bias of \(text(tensor.shape)), where there are \(count) outputs")
        }
        return (tensor.name, floats.count == count ? floats : [Float](repeating: floats[0], count: count))
    }

    private static func transposed(_ values: [Float], rows: Int, columns: Int) -> [Float] {
        (0..<columns).flatMap { column in (0..<rows).map { values[$0 * columns + column] } }
    }
}
