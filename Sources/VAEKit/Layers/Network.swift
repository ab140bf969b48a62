/// Layers in a row, with the memory that a batch needs on its way forward and back.
///
/// Nothing is allocated after `prepare`: activations keep their place, and gradients go to and fro between two buffers.
final class Network {
    enum Layer: Sendable {
        case linear(LinearLayer)
        case batchNorm(BatchNormLayer)
        case activation(ActivationFunction)
        /// Only the shape that users see changes.
        case reshape
    }

    let layers: [Layer]
    /// The shapes of the input and of each layer's output.
    let shapes: [MapShape]

    private var capacity = 0
    private var outputs: [Tensor] = []
    private var gradientBuffers: [Tensor] = []
    private var work = Tensor(zeros: 0)

    init(layers: [Layer], shapes: [MapShape]) {
        self.layers = layers
        self.shapes = shapes
    }

    /// Makes room for batches of up to `columns`, for training or for use alone.
    func prepare(columns: Int, training: Bool) {
        guard columns > capacity || (training && gradientBuffers.isEmpty) else { return }
        capacity = columns
        outputs = []
        for (index, layer) in layers.enumerated() {
            if sharesInput(layer, at: index) {
                outputs.append(outputs[index - 1])
            } else if case .reshape = layer {
                outputs.append(Tensor(zeros: 0))
            } else {
                outputs.append(Tensor(zeros: shapes[index + 1].count * columns))
            }
        }
        guard training else { return }
        let widest = shapes.map(\.count).max() ?? 0
        gradientBuffers = (0..<2).map { _ in Tensor(zeros: widest * columns) }
        let workRows = layers.map { if case .linear(let layer) = $0 { layer.workRows } else { 0 } }.max() ?? 0
        work = Tensor(zeros: workRows * columns)
    }

    /// The output for `input`, valid until the next call; `input` must stay unchanged until `backward`.
    func forward(_ input: Tensor, parameters: Tensor, statistics: Tensor, batch: Batch) -> Tensor {
        var value = input
        for (index, layer) in layers.enumerated() {
            if case .reshape = layer { continue }
            let output = outputs[index][0..<shapes[index + 1].count * batch.columns]
            switch layer {
            case .linear(let layer): layer.forward(value, output, parameters: parameters, batch: batch)
            case .batchNorm(let layer):
                layer.forward(value, output, parameters: parameters, statistics: statistics, batch: batch)
            case .activation(let function): function.forward(input: value, output: output, team: batch.team)
            case .reshape: break
            }
            value = output
        }
        return value
    }

    /// Writes the gradients of all parameters for the batch that last went forward, and returns the gradient of the
    /// input where it is wanted. `outputGradient` may be overwritten.
    func backward(
        input: Tensor, outputGradient: Tensor, wantsInputGradient: Bool, parameters: Tensor, gradients: Tensor,
        batch: Batch
    ) -> Tensor {
        var gradient = outputGradient
        var buffer = 0
        for index in layers.indices.reversed() {
            let value = inputValue(of: index, input: input, columns: batch.columns)
            switch layers[index] {
            case .linear(let layer):
                let isWanted = index > firstLearningLayer || wantsInputGradient
                let next = gradientBuffers[buffer][0..<layer.input.count * batch.columns]
                layer.backward(
                    input: value, outputGradient: gradient, inputGradient: isWanted ? next : nil,
                    parameters: parameters, gradients: gradients, work: work, batch: batch)
                if isWanted {
                    gradient = next
                    buffer = 1 - buffer
                }
            case .batchNorm(let layer):
                layer.backward(
                    input: value, outputGradient: gradient, inputGradient: gradient, parameters: parameters,
                    gradients: gradients, batch: batch)
            case .activation(let function):
                function.backward(
                    input: value, output: outputs[index][0..<gradient.count], outputGradient: gradient,
                    inputGradient: gradient, team: batch.team)
            case .reshape: continue
            }
        }
        return gradient
    }

    /// Whether the backward pass of the last layer reads what the network put out.
    var endsInActivation: Bool {
        if case .activation = layers.last { true } else { false }
    }

    private lazy var firstLearningLayer =
        layers.firstIndex { layer in
            switch layer {
            case .linear, .batchNorm: true
            case .activation, .reshape: false
            }
        } ?? 0

    /// An activation may overwrite what a learning layer put out, since no backward pass reads that again.
    private func sharesInput(_ layer: Layer, at index: Int) -> Bool {
        guard index > 0 else { return false }
        switch layer {
        case .reshape: return true
        case .activation(let function):
            guard function.worksInPlace else { return false }
            switch layers[index - 1] {
            case .linear, .batchNorm: return true
            case .activation, .reshape: return false
            }
        case .linear, .batchNorm: return false
        }
    }

    private func inputValue(of index: Int, input: Tensor, columns: Int) -> Tensor {
        var last = index - 1
        while last >= 0, case .reshape = layers[last] { last -= 1 }
        return last < 0 ? input : outputs[last][0..<shapes[index].count * columns]
    }
}
