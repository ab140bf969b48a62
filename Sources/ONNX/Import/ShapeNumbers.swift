/// Whole numbers that a graph computes of the sizes of its values, as exporters write `x.view(x.size(0), -1)`.
///
/// The number of items is not known, and stands as a number that no size has.
struct ShapeNumbers {
    static let batch = 1_000_000_007

    private let model: StoredModel
    /// Nodes that take a value, by its name.
    private let consumers: [String: [Int]]
    private var known: [String: [Int]] = [:]

    init(_ model: StoredModel, consumers: [String: [Int]]) {
        (self.model, self.consumers) = (model, consumers)
        for number in model.nodes.indices { evaluate(number) }
    }

    /// The numbers of a value; nil where they are not known.
    func numbers(_ name: String) -> [Int]? {
        known[name] ?? model.tensors[name].flatMap { $0.shape.reduce(1, *) <= 16 ? $0.integers() : nil }
    }

    /// Notes the sizes of an item of a value, and what follows from them.
    mutating func note(sizes: [Int], of name: String) {
        var waiting = (consumers[name] ?? []).filter { model.nodes[$0].operation == "Shape" }
        for number in waiting {
            let node = model.nodes[number]
            let all = [Self.batch] + sizes
            let range = Self.range(node.integer("start") ?? 0, node.integer("end") ?? all.count, of: all.count)
            if let output = node.outputs.first { known[output] = Array(all[range]) }
        }
        while let number = waiting.popLast() {
            for output in model.nodes[number].outputs where known[output] != nil {
                waiting += (consumers[output] ?? []).filter { evaluate($0) }
            }
        }
    }

    /// Whether the numbers of a node were not known before and are so after.
    @discardableResult private mutating func evaluate(_ number: Int) -> Bool {
        let node = model.nodes[number]
        guard let output = node.outputs.first, known[output] == nil else { return false }
        let inputs = node.inputs.map { numbers($0) }
        guard !inputs.isEmpty, !inputs.contains(nil), let result = Self.result(node, inputs.compactMap { $0 }),
            result.count <= 16
        else { return false }
        known[output] = result
        return true
    }

    private static func result(_ node: StoredNode, _ inputs: [[Int]]) -> [Int]? {
        switch node.operation {
        case "Cast", "Identity", "Squeeze", "Unsqueeze", "Reshape": return inputs[0]
        case "Concat": return inputs.flatMap { $0 }
        case "Gather":
            guard inputs.count == 2 else { return nil }
            let places = inputs[1].map { $0 < 0 ? $0 + inputs[0].count : $0 }
            return places.allSatisfy(inputs[0].indices.contains) ? places.map { inputs[0][$0] } : nil
        case "Slice":
            guard inputs.count >= 3, let first = inputs[1].first, let end = inputs[2].first,
                inputs.count < 5 || inputs[4] == [1]
            else { return nil }
            return Array(inputs[0][range(first, end, of: inputs[0].count)])
        case "Add": return combined(inputs) { $0.addingReportingOverflow($1) }
        case "Sub": return combined(inputs) { $0.subtractingReportingOverflow($1) }
        case "Mul": return combined(inputs) { $0.multipliedReportingOverflow(by: $1) }
        case "Div": return combined(inputs) { $0.dividedReportingOverflow(by: $1) }
        case "Mod" where inputs.allSatisfy { $0.allSatisfy { $0 >= 0 } }:
            return combined(inputs) { $0.remainderReportingOverflow(dividingBy: $1) }
        default: return nil
        }
    }

    /// Negative places count from the end.
    private static func range(_ first: Int, _ end: Int, of count: Int) -> Range<Int> {
        func place(_ number: Int) -> Int { min(max(number < 0 ? number &+ count : number, 0), count) }
        return place(first)..<max(place(first), place(end))
    }

    private static func combined(
        _ inputs: [[Int]], _ operation: (Int, Int) -> (partialValue: Int, overflow: Bool)
    ) -> [Int]? {
        guard inputs.count == 2, inputs[0].count == inputs[1].count else { return nil }
        let results = zip(inputs[0], inputs[1]).map(operation)
        return results.contains { $0.overflow } ? nil : results.map(\.partialValue)
    }
}
