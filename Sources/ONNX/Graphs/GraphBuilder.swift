import VAEKit

/// Makes a graph, node by node, out of a model's weights.
///
/// Nodes are called by the layer or the part of the model that they are of, and what they do: `encoder.0/Gemm`.
package struct GraphBuilder {
    package private(set) var graph: Graph
    /// Weights and statistics by their names in the checkpoint.
    private let weights: [String: (parameter: Parameter, read: (Parameter) -> [Float])]
    /// What names of nodes begin with.
    var scope = ""
    private var names: Set<String> = []

    package init(_ name: String, _ model: some Model) {
        graph = Graph(name)
        let learnt = model.parameterList.map { ($0.name, ($0, { model.values(of: $0) })) }
        let kept = model.statisticList.map { ($0.name, ($0, { model.statisticValues(of: $0) })) }
        weights = Dictionary(learnt + kept) { first, _ in first }
    }

    /// Adds a node.
    ///
    /// - Returns: the name of its output.
    mutating func add(_ operation: String, _ inputs: [String], _ attributes: [(String, Attribute)] = []) -> String {
        add(operation, inputs, attributes, outputs: 1)[0]
    }

    /// Adds a node of several outputs.
    mutating func add(
        _ operation: String, _ inputs: [String], _ attributes: [(String, Attribute)] = [], outputs count: Int
    ) -> [String] {
        let outputs = (0..<count).map { _ in freeName("\(scope)/\(operation)") }
        graph.nodes.append(
            Node(
                operation: operation, inputs: inputs, outputs: outputs,
                attributes: attributes.map { (name: $0, value: $1) }))
        return outputs
    }

    private mutating func freeName(_ name: String) -> String {
        var (free, number) = (name, 1)
        while !names.insert(free).inserted {
            number += 1
            free = "\(name)_\(number)"
        }
        return free
    }

    mutating func input(_ info: ValueInfo) -> String {
        graph.inputs.append(info)
        return info.name
    }

    /// Lets a value be an output of the graph, by the name that it has there.
    mutating func output(_ value: String, _ info: ValueInfo) {
        func renamed(_ names: [String]) -> [String] { names.map { $0 == value ? info.name : $0 } }
        graph.nodes = graph.nodes.map {
            Node(
                operation: $0.operation, inputs: renamed($0.inputs), outputs: renamed($0.outputs),
                attributes: $0.attributes)
        }
        graph.outputs.append(info)
    }
}

// What is part of the model comes in where it is first asked for.
extension GraphBuilder {
    /// A weight or a statistic of the model.
    mutating func weight(_ name: String) -> String {
        guard let (parameter, read) = weights[name] else { preconditionFailure("a layer names what its model has") }
        return constant(name, parameter.shape) { .floats(read(parameter)) }
    }

    /// A vector of whole numbers.
    mutating func integers(_ values: [Int]) -> String {
        constant("integers/" + values.map(String.init).joined(separator: ","), [values.count]) { .integers(values) }
    }

    /// A single whole number.
    mutating func integer(_ value: Int) -> String { constant("integer/\(value)", []) { .integers([value]) } }

    /// A single number.
    mutating func number(_ value: Float) -> String { constant("number/\(value)", []) { .floats([value]) } }

    mutating func numbers(_ values: [Float]) -> String {
        constant("numbers/" + values.map { "\($0)" }.joined(separator: ","), [values.count]) { .floats(values) }
    }

    /// A tensor of the model's numbers in an order of its own.
    mutating func tensor(_ name: String, _ values: [Float], _ shape: [Int]) -> String {
        constant(name, shape) { .floats(values) }
    }

    /// A tensor that holds a number all over.
    mutating func filled(_ value: Float, _ shape: [Int]) -> String {
        constant("filled/\(value)/" + shape.map(String.init).joined(separator: ","), shape) {
            .floats([Float](repeating: value, count: shape.reduce(1, *)))
        }
    }

    private mutating func constant(
        _ name: String, _ shape: [Int], _ content: () -> Initialiser.Content
    ) -> String {
        if names.insert(name).inserted {
            graph.initialisers.append(Initialiser(name: name, shape: shape, content: content()))
        }
        return name
    }
}
