/// Layers in a row, with the memory that a batch needs on its way forward and back.
///
/// Nothing is allocated after `prepare`: activations keep their place, and gradients go to and fro between two buffers.
final class Network {
    /// How reports call the network: `encoder`, `decoder`.
    let name: String
    let sequence: LayerSequence
    private var capacity = 0
    private var outputs: [Tensor] = []
    private var gradientBuffers: [Tensor] = []
    private var work = Tensor(zeros: 0)

    init(_ name: String, _ sequence: LayerSequence) {
        self.name = name
        self.sequence = sequence
    }

    var layers: [Layer] { sequence.layers }
    var input: MapShape { sequence.shapes[0] }
    var output: MapShape { sequence.shapes[layers.count] }

    /// Makes room for batches of up to `columns`, for training or for use alone.
    ///
    /// - Parameter other: a network that is never at work at the same time, whose room for passing values is shared.
    func prepare(columns: Int, training: Bool, sharing other: Network? = nil) {
        guard columns > capacity || (training && gradientBuffers.isEmpty) else { return }
        capacity = max(capacity, columns)
        let columns = capacity
        outputs = []
        for index in layers.indices {
            let size = layers[index].isReshape ? 0 : sequence.shapes[index + 1].count * columns
            outputs.append(sequence.isInPlace(index) ? outputs[index - 1] : Tensor(zeros: size))
        }
        let sizes = layers.map {
            if case .linear(let layer) = $0 { layer.workCount(columns: columns, training: training) } else { 0 }
        }
        let size = sizes.max() ?? 0
        if work.count < size { work = Self.room(size, in: other?.work) }
        if training { prepareGradients(columns: columns, sharing: other) }
    }

    /// Gradients of inputs go to the two buffers in turn.
    private func prepareGradients(columns: Int, sharing other: Network?) {
        var widths = [0, 0]
        var buffer = 0
        for case .linear(let layer) in layers.reversed() {
            widths[buffer] = max(widths[buffer], layer.input.count)
            buffer = 1 - buffer
        }
        gradientBuffers = widths.enumerated().map { index, width in
            Self.room(width * columns, in: other?.gradientBuffers[index])
        }
    }

    private static func room(_ size: Int, in shared: Tensor?) -> Tensor {
        if let shared, shared.count >= size { return shared }
        return Tensor(zeros: size)
    }

    /// Whether the first layer has kernels for an input that is mostly zeros.
    var takesSparse: Bool {
        if case .linear(let layer) = layers.first { layer.takesSparse } else { false }
    }

    /// Whether a channel of some batch normalisation has but one value of each item.
    var normalisesSingleValues: Bool {
        layers.contains { if case .batchNorm(let layer) = $0 { layer.pixels == 1 } else { false } }
    }

    /// The output for `input`, valid until the next call; `input` must stay unchanged until `backward`.
    ///
    /// - Parameter sparse: the input once more, for a network that `takesSparse`, where most of it is zeros.
    func forward(
        _ input: Tensor, sparse: SparseBatch? = nil, parameters: Tensor, statistics: Tensor, batch: Batch
    ) -> Tensor {
        var value = input
        for (index, layer) in layers.enumerated() {
            if layer.isReshape { continue }
            let output = output(of: index, columns: batch.columns)
            switch layer {
            case .linear(let layer):
                let tail = sequence.slope(after: index).map { Tail.leaky(slope: $0) } ?? .none
                let sums = batch.isTraining ? sequence.batchNorm(after: index)?.sums(of: output, batch: batch) : nil
                if index == 0, let sparse {
                    layer.forward(sparse, output, parameters: parameters, tail: tail, batch: batch)
                    sums?.takeAll(batch.team)
                } else {
                    layer.forward(
                        value, output, parameters: parameters, tail: tail, work: work, sums: sums, batch: batch)
                }
            case .batchNorm(let layer):
                if batch.isTraining && !sequence.followsLinear(index) {
                    layer.sums(of: value, batch: batch).takeAll(batch.team)
                }
                layer.forward(
                    value, output, parameters: parameters, statistics: statistics,
                    slope: sequence.slope(after: index) ?? 1, batch: batch)
            case .activation(let function):
                if !sequence.isFused[index] { function.forward(input: value, output: output, team: batch.team) }
            case .reshape: break
            }
            value = output
            batch.profile?.lap(.forward(name, layer: index))
        }
        return value
    }

    /// Hands on the gradients of all parameters for the batch that last went forward, and returns the gradient of the
    /// input where it is wanted. `outputGradient` may be overwritten.
    ///
    /// - Parameter isPastTail: `outputGradient` went through `tail` already.
    func backward(
        input: Tensor, sparse: SparseBatch? = nil, outputGradient: Tensor, isPastTail: Bool = false,
        wantsInputGradient: Bool, parameters: Tensor, gradients: GradientUse, batch: Batch
    ) -> Tensor {
        var gradient = outputGradient
        var buffer = 0
        var isPastTail = isPastTail
        for index in layers.indices.reversed() {
            let value = self.input(of: index, input, columns: batch.columns)
            switch layers[index] {
            case .linear(let layer):
                let isWanted = index > sequence.firstLearning || wantsInputGradient
                let next = gradientBuffers[buffer][0..<layer.input.count * batch.columns]
                let tail = tail(before: index, columns: batch.columns)
                let sums = sums(before: index, ofGradient: next, input: input, batch: batch)
                layer.backward(
                    input: value, sparse: index == 0 ? sparse : nil, outputGradient: gradient,
                    inputGradient: isWanted ? next : nil, tail: tail ?? .none, sums: sums,
                    isNormalised: sequence.isNormalised(index), parameters: parameters,
                    gradients: gradients, work: work, batch: batch)
                if isWanted {
                    gradient = next
                    buffer = 1 - buffer
                    isPastTail = tail != nil
                }
            case .batchNorm(let layer):
                if !sequence.precedesLinear(index) {
                    layer.sums(ofGradient: gradient, input: value, batch: batch).takeAll(batch.team)
                }
                layer.backward(
                    input: value, outputGradient: gradient, inputGradient: gradient, parameters: parameters,
                    gradients: gradients, batch: batch)
            case .activation(let function):
                if !isPastTail {
                    function.backward(
                        input: value, output: outputs[index][0..<gradient.count], outputGradient: gradient,
                        inputGradient: gradient, team: batch.team)
                }
                isPastTail = false
            case .reshape: continue
            }
            batch.profile?.lap(.backward(name, layer: index))
        }
        return gradient
    }

    /// What the gradient of the output must go through where the network ends in a leaky ReLU: whoever makes the
    /// gradient can do that on the way.
    func tail(columns: Int) -> Tail? { tail(before: layers.count, columns: columns) }

    /// The same for the gradient of a layer's input.
    private func tail(before index: Int, columns: Int) -> Tail? {
        guard let slope = sequence.slope(before: index), let last = sequence.source(of: index) else { return nil }
        return .leakyGradient(slope: slope, output: output(of: last, columns: columns))
    }

    /// What batch normalisation must sum of the gradient of a layer's input, where that is its output.
    private func sums(
        before index: Int, ofGradient gradient: Tensor, input: Tensor, batch: Batch
    ) -> BatchNormSums? {
        guard let (place, layer) = sequence.batchNorm(before: index) else { return nil }
        let value = self.input(of: place, input, columns: batch.columns)
        return layer.sums(ofGradient: gradient, input: value, batch: batch)
    }

    /// Whether the backward pass of the last layer reads what the network put out.
    var endsInActivation: Bool { layers.last?.isActivation ?? false }

    /// What a layer takes, where `input` is what the network does.
    private func input(of index: Int, _ input: Tensor, columns: Int) -> Tensor {
        sequence.source(of: index).map { output(of: $0, columns: columns) } ?? input
    }

    private func output(of index: Int, columns: Int) -> Tensor {
        outputs[index][0..<sequence.shapes[index + 1].count * columns]
    }
}
