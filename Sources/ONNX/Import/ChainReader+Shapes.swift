// How numbers are laid out changes no number: a layer takes note of it when it needs a vector or a map.
extension ChainReader {
    mutating func readReshape(_ node: StoredNode) throws(ONNXError) {
        let count = sizes.reduce(1, *)
        if node.operation == "Flatten" {
            guard node.integer("axis") ?? 1 == 1 else { throw problem(node, "items are not kept apart") }
            return try advance(node, sizes: [count])
        }
        if node.operation == "Reshape" { return try advance(node, sizes: try reshaped(node, count)) }
        let axes = try axes(node)
        var all = [ShapeNumbers.batch] + sizes
        let rank = all.count + (node.operation == "Unsqueeze" ? axes.count : 0)
        let places = axes.map { $0 < 0 ? $0 + rank : $0 }.sorted()
        guard places.allSatisfy({ (1..<rank).contains($0) }) else { throw problem(node, "items are not kept apart") }
        if node.operation == "Unsqueeze" {
            for place in places { all.insert(1, at: min(place, all.count)) }
        } else {
            for place in places.reversed() {
                guard all.indices.contains(place), all[place] == 1 else { throw problem(node, "a size is not 1") }
                all.remove(at: place)
            }
        }
        try advance(node, sizes: Array(all.dropFirst()))
    }

    private func axes(_ node: StoredNode) throws(ONNXError) -> [Int] {
        let given = node.integers("axes") ?? (node.inputs.count > 1 ? shapes.numbers(node.inputs[1]) : nil)
        guard let given, given.count <= 8 else { throw problem(node, "its axes are not known") }
        return given
    }

    /// The sizes that a Reshape says, of which one may follow from the others.
    private func reshaped(_ node: StoredNode, _ count: Int) throws(ONNXError) -> [Int] {
        guard node.inputs.count == 2, let given = shapes.numbers(node.inputs[1]), given.count >= 2 else {
            throw problem(node, "the sizes that it makes are not known")
        }
        let mayCopy = node.integer("allowzero") ?? 0 == 0
        let before = [ShapeNumbers.batch] + sizes
        var sizes = given.enumerated().map { place, size in
            size == 0 && mayCopy && place < before.count ? before[place] : size
        }
        // Exporters that saw one number of items may have written it down: what counts is that an item stays one.
        let rest = sizes.dropFirst()
        if let gap = rest.firstIndex(of: -1) {
            let others = rest.filter { $0 != -1 }
            guard sizes[0] != -1, let product = Self.count(others), count % product == 0 else {
                throw problem(node, "the sizes that it makes do not fit")
            }
            sizes[gap] = count / product
        }
        guard Self.count(Array(sizes.dropFirst())) == count else { throw problem(node, "items are not kept apart") }
        return Array(sizes.dropFirst())
    }

    /// Channels to the front before the first layer, or to the end behind the last.
    mutating func readTranspose(_ node: StoredNode) throws(ONNXError) {
        let order = node.integers("perm") ?? []
        if order == [0, 3, 1, 2], layers.isEmpty, part == "encoder", sizes.count == 3 {
            pixels.turned = (sizes[0], sizes[1])
            try advance(node, sizes: [sizes[2], sizes[0], sizes[1]])
            item = sizes
        } else if order == [0, 2, 3, 1], sizes.count == 3, part == "decoder" {
            item = sizes
            pixels.turned = (sizes[1], sizes[2])
            try advance(node, sizes: [sizes[1], sizes[2], sizes[0]])
            guard isOutput || next.count == 1 && next[0].operation == "Mul" else {
                throw problem(node, "layers behind it would see their channels last")
            }
        } else {
            throw problem(
                node, "it turns items otherwise than channels to the front of the encoder or the end of the decoder")
        }
    }

    /// Lets the next layer take a vector.
    mutating func needVector(_ node: StoredNode) throws(ONNXError) {
        guard sizes.count == 1 else { throw problem(node, "it takes vectors, but here come items of \(text(sizes))") }
        if item.count > 1, !layers.isEmpty { add("flatten") }
        // An image is taken as it is.
        if !layers.isEmpty || part == "decoder" { item = sizes }
    }

    /// Lets the next layer take a map.
    mutating func needMap(_ node: StoredNode) throws(ONNXError) {
        guard sizes.count == 3 else { throw problem(node, "it takes maps, but here come items of \(text(sizes))") }
        guard item != sizes else { return }
        let isPoint = sizes[1] == 1 && sizes[2] == 1
        if layers.isEmpty, part == "encoder" || isPoint {
            item = sizes
        } else if item.count == 1, !layers.isEmpty {
            add("unflatten \(sizes[0]) \(sizes[1]) \(sizes[2])")
            item = sizes
        } else {
            throw problem(node, "it takes a map of \(text(sizes)) that was one of \(text(item))")
        }
    }

    func text(_ sizes: [Int]) -> String { sizes.map(String.init).joined(separator: "×") }
}
