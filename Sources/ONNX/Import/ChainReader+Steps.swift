extension ChainReader {
    /// Goes on as far as one node follows the other. Throws `ONNXError` that names the first which is no layer.
    mutating func readLayers() throws(ONNXError) {
        while !isOutput, !isSplit, try step() {}
    }

    /// Goes on by one layer; false where the graph goes more ways than one.
    private mutating func step() throws(ONNXError) -> Bool {
        let next = next
        if next.count == 1 {
            try read(next[0])
            return true
        }
        return try readGate(next)
    }

    /// Whether what comes next are parts of a vector.
    private var isSplit: Bool { !next.isEmpty && next.allSatisfy { ["Split", "Slice"].contains($0.operation) } }

    /// Goes on behind a node that is a layer.
    mutating func read(_ node: StoredNode) throws(ONNXError) {
        switch node.operation {
        case "Identity", "Dropout": try advance(node, sizes: sizes)
        case "Mul" where part == "decoder", "Add" where part == "decoder": try readScale(node)
        case "Cast", "Sub", "Div", "Mul", "Greater": try readPixels(node)
        case "Flatten", "Reshape", "Squeeze", "Unsqueeze": try readReshape(node)
        case "Transpose": try readTranspose(node)
        case "Gemm", "MatMul": try readDense(node)
        case "Conv", "ConvTranspose": try readConvolution(node)
        case "BatchNormalization": try readNorm(node)
        case "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool": try readPool(node)
        case "Resize": try readResize(node)
        case "DepthToSpace": try readShuffle(node)
        default: try readActivation(node)
        }
    }

    private mutating func readActivation(_ node: StoredNode) throws(ONNXError) {
        switch node.operation {
        case "Relu": add("relu")
        case "Tanh": add("tanh")
        case "Sigmoid": add("sigmoid")
        case "LeakyRelu": add("leaky \(node.float("alpha") ?? 0.01)")
        case "Elu" where node.float("alpha") ?? 1 == 1: add("elu")
        case "Swish" where node.float("alpha") ?? 1 == 1: add("silu")
        case "Gelu" where node.text("approximate") ?? "none" == "none": add("gelu")
        case "Elu", "Swish", "Gelu": throw problem(node, "it is read without attributes alone")
        default: throw problem(node, "no layer is made of it")
        }
        try advance(node, sizes: sizes)
    }

    /// Activations that are written out: x · sigmoid(x), and x · (erf(x / √2) + 1) / 2.
    private mutating func readGate(_ next: [StoredNode]) throws(ONNXError) -> Bool {
        guard next.count == 2,
            let way = next.firstIndex(where: {
                $0.operation == "Mul" && $0.inputs.allSatisfy { model.tensors[$0] == nil }
            })
        else { return false }
        let (product, other) = (next[way], next[1 - way])
        let (start, sizes) = (place, sizes)
        var branch = self
        try branch.advance(other, sizes: sizes)
        if other.operation == "Sigmoid", Set(product.inputs) == [start, branch.place] {
            add("silu")
        } else if try branch.isError(of: other, product, start) {
            add("gelu")
        } else {
            return false
        }
        try advance(product, sizes: sizes)
        if layers.last == "gelu" { try readHalf(product) }
        return true
    }

    private mutating func readHalf(_ product: StoredNode) throws(ONNXError) {
        guard next.count == 1, next[0].operation == "Mul", constant(next[0]) == 0.5 else {
            throw problem(product, "no layer is made of it")
        }
        try advance(next[0], sizes: sizes)
    }

    /// Whether what follows a division by √2 is erf and 1 more, and goes into the product.
    private mutating func isError(of node: StoredNode, _ product: StoredNode, _ start: String) throws(ONNXError) -> Bool
    {
        guard let scale = constant(node),
            node.operation == "Mul" || node.operation == "Div" && node.inputs.first == start,
            abs((node.operation == "Div" ? 1 / scale : scale) - Float(0.5).squareRoot()) < 1e-6
        else { return false }
        for operation in ["Erf", "Add"] {
            guard next.count == 1, next[0].operation == operation, operation == "Erf" || constant(next[0]) == 1 else {
                return false
            }
            try advance(next[0], sizes: sizes)
        }
        return Set(product.inputs) == [start, place]
    }

    /// The single number among what a node takes.
    func constant(_ node: StoredNode) -> Float? {
        let numbers = node.inputs.compactMap { model.tensors[$0] }.compactMap { $0.floats() }
        return numbers.count == 1 && numbers[0].count == 1 ? numbers[0][0] : nil
    }
}
