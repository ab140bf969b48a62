/// What a step has to do in training, at the least: each product once, each number read and written once.
package struct LayerWork: Sendable {
    package let network: String
    package let index: Int
    package var description: String
    /// Multiplications and additions of products, forward and backward.
    package var operations: (forward: Double, backward: Double) = (0, 0)
    /// Bytes of values, weights and optimiser state that are read or written.
    package var bytes: Double = 0

    init(_ network: String, _ index: Int, _ description: String) {
        (self.network, self.index, self.description) = (network, index, description)
    }

    /// The work of all these steps.
    package static func total(_ list: [LayerWork]) -> LayerWork {
        list.reduce(into: LayerWork("", 0, "")) { sum, work in
            sum.operations.forward += work.operations.forward
            sum.operations.backward += work.operations.backward
            sum.bytes += work.bytes
        }
    }
}

extension Plan {
    /// The work of each step that computes.
    ///
    /// - Parameter stateCount: numbers that the optimiser keeps for each weight.
    func work(items: Int, stateCount: Int) -> [LayerWork] {
        steps.filter { !$0.traits.contains(.forks) }.map { step in
            var work = LayerWork(step.network, step.layer, step.description)
            let (input, output) = (shapes[step.inputs[0]].count, shapes[step.outputs[0]].count)
            guard step.traits.contains(.isProduct) else {
                work.bytes = 4 * 5 * Double(output * items)
                return work
            }
            let wantsGradient = wantsGradient[step.inputs[0]]
            let operations = step.operation.products * Double(items)
            work.operations = (operations, wantsGradient ? 2 * operations : operations)
            let (values, weights) = (Double((input + output) * items), Double(step.operation.weightCount))
            // Forward reads input and weights; backward input, output gradient, weights and state, of which it writes
            // the last two again.
            let back = wantsGradient ? Double(input * items) + weights : 0
            work.bytes = 4 * (2 * values + weights + back + Double(2 + 2 * stateCount) * weights)
            return work
        }
    }
}
