extension ChainReader {
    /// What is done to images before the first layer, and undone behind the last.
    struct Pixels {
        /// Whether bytes become numbers within [0, 1].
        var isDivided = false
        /// Pixels are 1 above this u8 value and 0 elsewhere.
        var threshold: Int?
        /// What is taken off values, and what they are divided by then, each value of an item.
        var offsets: [Float] = []
        var factors: [Float] = []
        /// Whether nothing has been done so far.
        var isRaw: Bool { !isDivided && threshold == nil && offsets.isEmpty }
        /// Where channels are moved, height and width, in which those lie as they were before, or are after.
        var turned: (height: Int, width: Int)?
    }

    /// A node before the first layer of an encoder. Throws `ONNXError` for one that is none of the above.
    mutating func readPixels(_ node: StoredNode) throws(ONNXError) {
        guard layers.isEmpty, part == "encoder", node.inputs.first == place else {
            throw problem(node, "no layer is made of it")
        }
        switch node.operation {
        case "Cast" where node.integer("to") == DataType.float.rawValue: break
        case "Div" where constant(node) == 255 && pixels.isRaw: pixels.isDivided = true
        case "Mul" where constant(node).map { abs($0 * 255 - 1) < 1e-6 } ?? false && pixels.isRaw:
            pixels.isDivided = true
        case "Greater" where constant(node) != nil && pixels.threshold == nil && pixels.offsets.isEmpty:
            let isOfBytes = model.inputs[0].isBytes && !pixels.isDivided
            let limit = (constant(node) ?? 0) * (isOfBytes ? 1 : 255)
            guard (0...255).contains(limit) else { throw problem(node, "it is no threshold of pixels") }
            pixels.threshold = Int(limit.rounded())
        case "Sub" where pixels.threshold == nil && pixels.offsets.isEmpty: pixels.offsets = try values(node)
        case "Div" where !pixels.offsets.isEmpty && pixels.factors.isEmpty: pixels.factors = try values(node)
        default: throw problem(node, "images are read that are divided by 255, or scaled by (x - a) / b")
        }
        try advance(node, sizes: sizes)
    }

    /// A node behind the last layer of a decoder: x · b + a.
    mutating func readScale(_ node: StoredNode) throws(ONNXError) {
        guard part == "decoder", node.inputs.first == place, pixels.offsets.isEmpty else {
            throw problem(node, "no layer is made of it")
        }
        if node.operation == "Mul", pixels.factors.isEmpty {
            pixels.factors = try values(node)
            try advance(node, sizes: sizes)
            guard next.count == 1, next[0].operation == "Add" else { throw problem(node, "no layer is made of it") }
        } else if node.operation == "Add", !pixels.factors.isEmpty {
            pixels.offsets = try values(node)
            try advance(node, sizes: sizes)
            guard isOutput else { throw problem(node, "something comes behind it") }
        } else {
            throw problem(node, "no layer is made of it")
        }
    }

    /// The constant among what a node takes, for each value of an item as it is laid out.
    private func values(_ node: StoredNode) throws(ONNXError) -> [Float] {
        let (tensor, floats) = try weight(node, 1)
        let shape = Array(tensor.shape.suffix(sizes.count))
        let more = [Int](repeating: 1, count: sizes.count - shape.count) + shape
        guard tensor.shape.dropLast(shape.count).allSatisfy({ $0 == 1 }), !floats.isEmpty,
            zip(more, sizes).allSatisfy({ $0 == 1 || $0 == $1 })
        else { throw problem(node, "'\(tensor.name)' of \(text(tensor.shape)) does not fit items of \(text(sizes))") }
        return (0..<sizes.reduce(1, *)).map { index in
            var (rest, place, step) = (index, 0, 1)
            for (size, own) in zip(sizes, more).reversed() {
                if own > 1 { place += rest % size * step }
                (rest, step) = (rest / size, step * own)
            }
            return floats[place]
        }
    }

    /// The numbers that values are scaled by, channel by channel; nil where they are as they come.
    var scale: (offsets: [Float], factors: [Float])? {
        let count = pixels.offsets.count
        let unit: Float = pixels.isDivided ? 255 : 1
        let offsets = ordered(pixels.offsets).map { $0 * unit }
        let factors =
            pixels.factors.isEmpty ? [Float](repeating: unit, count: count) : ordered(pixels.factors).map { $0 * unit }
        return offsets.allSatisfy { $0 == 0 } && factors.allSatisfy { $0 == 1 } ? nil : (offsets, factors)
    }

    private func ordered(_ values: [Float]) -> [Float] {
        guard let (height, width) = pixels.turned, !values.isEmpty else { return values }
        let channels = values.count / (height * width)
        return (0..<values.count).map { index in
            let (channel, pixel) = index.quotientAndRemainder(dividingBy: height * width)
            return values[pixel * channels + channel]
        }
    }
}
