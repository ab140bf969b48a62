import VAEKit

extension ChainReader {
    /// A square window that goes over a map.
    private struct Window {
        var size, stride, padding: Int
        var outputPadding: [Int]
    }

    private func window(_ node: StoredNode, size given: Int? = nil) throws(ONNXError) -> Window {
        let kernel = node.integers("kernel_shape") ?? given.map { [$0, $0] } ?? []
        let strides = node.integers("strides") ?? [1, 1]
        let pads = node.integers("pads") ?? [0, 0, 0, 0]
        let isPlain =
            ["NOTSET", "VALID"].contains(node.text("auto_pad") ?? "NOTSET") && node.integer("group") ?? 1 == 1
            && (node.integers("dilations") ?? []).allSatisfy { $0 == 1 } && node.integer("ceil_mode") ?? 0 == 0
            && node.integers("output_shape") == nil && node.integer("storage_order") ?? 0 == 0
        guard isPlain, kernel.count == 2, strides.count == 2, pads.count == 4, kernel[0] == kernel[1],
            strides[0] == strides[1], Set(pads).count == 1, (1...1 << 20).contains(kernel[0]),
            (1...1 << 20).contains(strides[0]), (0...kernel[0]).contains(pads[0])
        else {
            throw problem(node, "its window is not square, or not padded alike on all sides, or has groups or gaps")
        }
        let outputPadding = node.integers("output_padding") ?? [0, 0]
        guard outputPadding.count == 2, outputPadding.allSatisfy({ (0..<max(strides[0], 1)).contains($0) }) else {
            throw problem(node, "its output padding does not fit")
        }
        return Window(size: kernel[0], stride: strides[0], padding: pads[0], outputPadding: outputPadding)
    }

    mutating func readConvolution(_ node: StoredNode) throws(ONNXError) {
        try needMap(node)
        let isTransposed = node.operation == "ConvTranspose"
        let (tensor, floats) = try weight(node, 1)
        guard tensor.shape.count == 4, tensor.shape[isTransposed ? 0 : 1] == sizes[0],
            tensor.shape[2] == tensor.shape[3]
        else { throw problem(node, "weights of \(text(tensor.shape)) do not fit maps of \(text(sizes))") }
        let window = try window(node, size: tensor.shape[2])
        guard window.size == tensor.shape[2] else {
            throw problem(node, "its weights have another size than its window")
        }
        let outputs = tensor.shape[isTransposed ? 1 : 0]
        var bias: (origin: String?, floats: [Float]) = (nil, [Float](repeating: 0, count: outputs))
        if node.inputs.count > 2, !node.inputs[2].isEmpty { bias = try self.bias(node, 2, outputs) }
        let sides = zip(sizes.dropFirst(), window.outputPadding).map { side, more in
            isTransposed
                ? (side - 1) * window.stride + window.size - 2 * window.padding + more
                : (side + 2 * window.padding - window.size) / window.stride + 1
        }
        try advance(node, sizes: [outputs] + sides)
        let padded =
            window.outputPadding == [0, 0]
            ? "" : " output-padding \(window.outputPadding[0])x\(window.outputPadding[1])"
        add(
            "\(isTransposed ? "convt" : "conv") \(outputs) kernel \(window.size) stride \(window.stride) "
                + "padding \(window.padding)" + padded,
            [("weight", tensor.name, tensor.shape, floats), ("bias", bias.origin, [outputs], bias.floats)])
        item = sizes
    }

    mutating func readPool(_ node: StoredNode) throws(ONNXError) {
        try needMap(node)
        let kind = node.operation.hasSuffix("MaxPool") ? "maxpool" : "avgpool"
        if node.operation.hasPrefix("Global") {
            guard sizes[1] == sizes[2] else { throw problem(node, "it takes maps that are not square") }
            add("\(kind) \(sizes[1])")
            try advance(node, sizes: [sizes[0], 1, 1])
        } else {
            let window = try window(node)
            guard window.padding == 0, window.size <= min(sizes[1], sizes[2]) else {
                throw problem(node, "its windows are not within the map")
            }
            add("\(kind) \(window.size) stride \(window.stride)")
            let sides = sizes.dropFirst().map { ($0 - window.size) / window.stride + 1 }
            try advance(node, sizes: [sizes[0]] + sides)
        }
        item = sizes
    }

    /// A variance takes up what its epsilon is more than ours.
    mutating func readNorm(_ node: StoredNode) throws(ONNXError) {
        if sizes.count == 1 { try needVector(node) } else { try needMap(node) }
        guard node.integer("training_mode") ?? 0 == 0 else {
            throw problem(node, "it is in training: export with eval()")
        }
        var parts: [(String, origin: String?, shape: [Int], floats: [Float])] = []
        for (number, part) in ["weight", "bias", "running_mean", "running_var"].enumerated() {
            var (tensor, floats) = try weight(node, number + 1)
            guard tensor.shape == [sizes[0]] else {
                throw problem(node, "'\(tensor.name)' of \(text(tensor.shape)) does not fit items of \(text(sizes))")
            }
            if part == "running_var" {
                let more = Double(node.float("epsilon") ?? 1e-5) - Double(BatchNormKernel.epsilon)
                floats = floats.map { Float(Double($0) + more) }
                guard floats.allSatisfy({ $0 >= 0 }) else { throw problem(node, "a variance below 0") }
            }
            parts.append((part, tensor.name, tensor.shape, floats))
        }
        add("batchnorm", parts)
        try advance(node, sizes: sizes)
    }

    /// Each pixel so often in both directions, whichever way that is said.
    mutating func readResize(_ node: StoredNode) throws(ONNXError) {
        try needMap(node)
        let way = (
            node.text("coordinate_transformation_mode") ?? "half_pixel",
            node.text("nearest_mode") ?? "round_prefer_floor"
        )
        let isRepetition = way == ("asymmetric", "floor") || way == ("half_pixel", "round_prefer_floor")
        var factors: [Float] = []
        if node.inputs.count > 2, let scales = model.tensors[node.inputs[2]]?.floats() { factors = scales }
        if node.inputs.count > 3, let goal = shapes.numbers(node.inputs[3]), goal.count == 4 {
            factors = [1] + zip(goal.dropFirst(), sizes).map { Float($0) / Float($1) }
        }
        guard node.text("mode") ?? "nearest" == "nearest", isRepetition, node.integers("axes") == nil,
            factors.count == 4,
            factors[0] == 1, factors[1] == 1, factors[2] == factors[3], let factor = Int(exactly: factors[2]),
            (1...64).contains(factor)
        else { throw problem(node, "it is read where it repeats pixels alone (nearest, by a whole number)") }
        add("upsample \(factor)")
        try advance(node, sizes: [sizes[0], sizes[1] * factor, sizes[2] * factor])
        item = sizes
    }

    mutating func readShuffle(_ node: StoredNode) throws(ONNXError) {
        try needMap(node)
        guard node.text("mode") ?? "DCR" == "CRD", let factor = node.integer("blocksize"), (1...64).contains(factor),
            sizes[0] % (factor * factor) == 0
        else { throw problem(node, "it is read in the order CRD alone, of channels that divide") }
        add("shuffle \(factor)")
        try advance(node, sizes: [sizes[0] / (factor * factor), sizes[1] * factor, sizes[2] * factor])
        item = sizes
    }
}
