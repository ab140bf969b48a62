import VAEKit

/// Goes along a graph from its input, node by node, and takes what it finds for layers as the layer language has them.
struct ChainReader {
    let model: StoredModel
    /// What names of parameters begin with: `encoder`.
    let part: String
    /// Nodes that take a value, by its name, but for those that ask for its sizes.
    private let consumers: [String: [Int]]
    private(set) var shapes: ShapeNumbers

    /// Where it has come to, and the sizes of an item there.
    private(set) var place: String
    private(set) var sizes: [Int]
    /// What the layers have made of an item: channels, height and width of a map, or the length of a vector. Sizes say how the
    /// same numbers are laid out at the moment.
    var item: [Int]
    /// The item that the first layer took.
    private(set) var image: [Int] = []
    var pixels = Pixels()
    /// Each layer in the layer language.
    private(set) var layers: [String] = []
    private(set) var tensors: [ImportedTensor] = []

    /// - Throws: `ONNXError` where it takes no one input of known sizes.
    init(_ model: StoredModel, part: String) throws(ONNXError) {
        (self.model, self.part) = (model, part)
        guard model.inputs.count == 1 else {
            let names = model.inputs.map { "'\($0.name)'" }.joined(separator: ", ")
            throw ONNXError(
                model.file, "the \(part) takes \(names.isEmpty ? "nothing" : names), where one input is read")
        }
        let (name, given, _) = model.inputs[0]
        let fixed = given.dropFirst().compactMap { $0 }
        guard given.count >= 2, fixed.count == given.count - 1, Self.count(fixed) != nil else {
            throw ONNXError(
                model.file, "the sizes of its input '\(name)' are not fixed: export it for one size of images")
        }
        var consumers: [String: [Int]] = [:]
        for (number, node) in model.nodes.enumerated() {
            for input in Set(node.inputs) where !input.isEmpty { consumers[input, default: []].append(number) }
        }
        self.consumers = consumers
        shapes = ShapeNumbers(model, consumers: consumers)
        (place, sizes, item) = (name, fixed, fixed)
        shapes.note(sizes: fixed, of: name)
    }

    /// How many numbers there are of some sizes; nil for those of no item that a model can have.
    static func count(_ sizes: [Int]) -> Int? {
        var count = 1
        for size in sizes {
            guard size > 0, size <= 1 << 24, count <= 1 << 24 else { return nil }
            count *= size
        }
        return count <= 1 << 24 ? count : nil
    }

    /// The nodes that take what has been come to, but for those that ask for its sizes.
    var next: [StoredNode] {
        (consumers[place] ?? []).map { model.nodes[$0] }.filter { $0.operation != "Shape" }
    }

    var isOutput: Bool { model.outputs.contains(place) }

    func problem(_ node: StoredNode, _ reason: String) -> ONNXError {
        ONNXError(model.file, "\(node.title): \(reason)")
    }

    /// Numbers of a weight. Throws `ONNXError` where it is none that is in the file.
    func weight(_ node: StoredNode, _ number: Int) throws(ONNXError) -> (tensor: StoredTensor, floats: [Float]) {
        guard number < node.inputs.count, let tensor = model.tensors[node.inputs[number]] else {
            throw problem(node, "its input \(number + 1) is no constant")
        }
        guard let floats = tensor.floats() else { throw problem(node, "'\(tensor.name)' is not of floating point") }
        return (tensor, floats)
    }

    /// Goes on behind a node to its first output.
    mutating func advance(_ node: StoredNode, sizes: [Int]) throws(ONNXError) {
        guard let output = node.outputs.first, !output.isEmpty else { throw problem(node, "it puts nothing out") }
        guard Self.count(sizes) != nil else { throw problem(node, "its output is too large, or has no size") }
        (place, self.sizes) = (output, sizes)
        shapes.note(sizes: sizes, of: output)
    }

    /// Notes a layer that a node is, or that follows from how numbers are laid out.
    mutating func add(_ layer: String) {
        if layers.isEmpty { image = item }
        layers.append(layer)
    }

    /// The same of one with tensors, as the parts of the name of each.
    mutating func add(
        _ layer: String, _ parts: [(String, origin: String?, shape: [Int], floats: [Float])]
    ) {
        for (part, origin, shape, floats) in parts {
            let name = "\(self.part).\(layers.count).\(part)"
            tensors.append(ImportedTensor(name: name, origin: origin, shape: shape, floats: floats))
        }
        add(layer)
    }

    /// Takes the last layer away again.
    ///
    /// - Returns: its tensors.
    @discardableResult mutating func removeLast() -> [ImportedTensor] {
        guard !layers.isEmpty else { return [] }
        layers.removeLast()
        let prefix = "\(part).\(layers.count)."
        let own = tensors.filter { $0.name.hasPrefix(prefix) }
        tensors.removeLast(own.count)
        return own
    }
}
