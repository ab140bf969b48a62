import TensorStreams

/// A model as an ONNX file has it, checked so far that every value comes from somewhere before it.
package struct StoredModel {
    /// How messages call the file.
    package let file: String
    let nodes: [StoredNode]
    /// Initialisers and constants, by name.
    let tensors: [String: StoredTensor]
    /// What has to be given, the sizes of each where they are fixed.
    let inputs: [(name: String, sizes: [Int?], isBytes: Bool)]
    let outputs: [String]

    /// No longer file is read: a message of Protocol Buffers is not longer.
    private static let largestSize = 1 << 31
    /// Before 9, some operators mean something else.
    private static let oldestOpset = 9

    /// Reads the file at `path`, and the files beside it that hold its tensors. Throws `ONNXError`, `FileKindError` or what
    /// reading throws.
    package init(path: String) throws {
        let input = try ByteReader.open(path)
        let bytes = try input.bytes(Self.largestSize)
        if let error = FileKindError(name: input.name, start: bytes, expected: "an ONNX model", besides: [.onnx]) {
            throw error
        }
        try self.init(bytes, file: input.name, ExternalData(beside: path, of: input.name))
    }

    /// Reads a model whose tensors are all in it.
    package init(_ bytes: [UInt8], file: String) throws { try self.init(bytes, file: file, ExternalData(of: file)) }

    private init(_ bytes: [UInt8], file: String, _ external: ExternalData) throws {
        self.file = file
        var external = external
        let message = try StoredMessage(bytes[...], of: file)
        guard let graph = try message.message(7) else { throw ONNXError(file, "it is no ONNX model: it has no graph") }
        for operators in try message.messages(8) where ["", "ai.onnx"].contains(operators.text(1) ?? "") {
            let version = try operators.integer(2) ?? 0
            if version < Self.oldestOpset {
                throw ONNXError(file, "operators of version \(version) are not read, but from \(Self.oldestOpset) on")
            }
        }
        var tensors: [String: StoredTensor] = [:]
        for stored in try graph.messages(5) {
            let tensor = try StoredTensor(stored, &external)
            guard tensors.updateValue(tensor, forKey: tensor.name) == nil else {
                throw ONNXError(file, "tensor '\(tensor.name)' is there twice")
            }
        }
        var nodes: [StoredNode] = []
        for stored in try graph.messages(1) {
            let node = try StoredNode(stored)
            if node.operation == "Constant", let value = node.tensor("value"), let output = node.outputs.first {
                tensors[output] = try StoredTensor(value, &external)
            } else {
                nodes.append(node)
            }
        }
        (self.nodes, self.tensors) = (nodes, tensors)
        inputs = try graph.messages(11).map(Self.input).filter { tensors[$0.name] == nil }
        outputs = try graph.messages(12).map { $0.text(1) ?? "" }
        try check()
    }

    /// The message `ValueInfoProto`, of a tensor.
    private static func input(_ message: StoredMessage) throws -> (name: String, sizes: [Int?], isBytes: Bool) {
        let tensor = try message.message(2)?.message(1)
        let sizes = try tensor?.message(2)?.messages(1).map { try $0.integer(1) } ?? []
        return (message.text(1) ?? "", sizes, try tensor?.integer(1) == 2)
    }

    /// Refuses values that come from nowhere, from behind, or from two places.
    private func check() throws(ONNXError) {
        if outputs.isEmpty { throw ONNXError(file, "it puts nothing out") }
        var known = Set(tensors.keys).union(inputs.map(\.name))
        for node in nodes {
            for input in node.inputs where !input.isEmpty && !known.contains(input) {
                throw ONNXError(file, "\(node.title): its input '\(input)' comes from nowhere before it")
            }
            for output in node.outputs where !output.isEmpty && !known.insert(output).inserted {
                throw ONNXError(file, "\(node.title): its output '\(output)' is there before")
            }
        }
        for output in outputs where !known.contains(output) {
            throw ONNXError(file, "its output '\(output)' comes from nowhere")
        }
    }
}
