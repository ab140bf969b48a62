/// What a layer has to do in a training step, at the least: each product once, each number read and written once.
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

    /// The work of all these layers.
    package static func total(_ list: [LayerWork]) -> LayerWork {
        list.reduce(into: LayerWork("", 0, "")) { sum, work in
            sum.operations.forward += work.operations.forward
            sum.operations.backward += work.operations.backward
            sum.bytes += work.bytes
        }
    }
}

extension LinearLayer {
    /// Multiplications for one item.
    private var products: Double {
        Double(connections.links.count) * Double(connections.sourceChannels * connections.targetChannels)
    }

    /// - Parameters:
    ///   - stateCount: numbers that the optimiser keeps for each weight.
    ///   - wantsInputGradient: not so for the first layer of the encoder.
    func addWork(to work: inout LayerWork, items: Int, stateCount: Int, wantsInputGradient: Bool) {
        let operations = 2 * products * Double(items)
        work.operations.forward += operations
        work.operations.backward += wantsInputGradient ? 2 * operations : operations
        let (input, output) = (Double(self.input.count * items), Double(self.output.count * items))
        let weights = Double(connections.weightCount)
        // Forward reads input and weights; backward input, output gradient, weights and state, of which it writes
        // the last two again.
        let forward = input + output + weights
        let backward =
            input + output + (wantsInputGradient ? input + weights : 0) + Double(2 + 2 * stateCount) * weights
        work.bytes += 4 * (forward + backward)
    }
}

extension Network {
    /// The work of each layer that computes, with the activations that are part of it.
    func work(items: Int, stateCount: Int, wantsInputGradient: Bool, descriptions: [LayerDescription]) -> [LayerWork] {
        var list: [LayerWork] = []
        for (index, layer) in layers.enumerated() {
            var work = LayerWork(name, index, descriptions[index].description)
            let values = 4 * Double(sequence.shapes[index + 1].count * items)
            switch layer {
            case .linear(let layer):
                let isWanted = wantsInputGradient || !list.isEmpty
                layer.addWork(to: &work, items: items, stateCount: stateCount, wantsInputGradient: isWanted)
            case .batchNorm: work.bytes = 5 * values
            case .activation where sequence.isFused[index]:
                list[list.count - 1].description += ", \(work.description)"
                continue
            case .activation: work.bytes = 5 * values
            case .reshape: continue
            }
            list.append(work)
        }
        return list
    }
}

extension Autoencoder {
    /// The work of each layer for a batch of `items`, in the order of the forward pass.
    package func work(items: Int, optimizer: OptimizerSettings) -> [LayerWork] {
        let stateCount = optimizer.kind == .sgd ? 1 : 2
        var heads = LayerWork("heads", 0, "dense \(self.heads.output.count)")
        self.heads.addWork(to: &heads, items: items, stateCount: stateCount, wantsInputGradient: true)
        return encoder.work(
            items: items, stateCount: stateCount, wantsInputGradient: false, descriptions: description.encoder)
            + [heads]
            + decoder.work(
                items: items, stateCount: stateCount, wantsInputGradient: true, descriptions: description.decoder)
    }
}
