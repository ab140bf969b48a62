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

        var learns: Bool {
            switch self {
            case .linear, .batchNorm: true
            case .activation, .reshape: false
            }
        }
    }

    let layers: [Layer]
    /// The shapes of the input and of each layer's output.
    let shapes: [MapShape]

    /// How reports call the network: `encoder`, `decoder`.
    let name: String
    /// Activations that the layer before them applies.
    let isFused: [Bool]
    private var capacity = 0
    private var outputs: [Tensor] = []
    private var gradientBuffers: [Tensor] = []
    private var work = Tensor(zeros: 0)

    init(_ name: String, layers: [Layer], shapes: [MapShape]) {
        self.name = name
        self.layers = layers
        self.shapes = shapes
        isFused = layers.indices.map { index in
            guard index > 0, case .activation(let function) = layers[index], function.slope != nil else { return false }
            return layers[index - 1].learns
        }
    }

    /// Makes room for batches of up to `columns`, for training or for use alone.
    ///
    /// - Parameter other: a network that is never at work at the same time, whose room for passing values is shared.
    func prepare(columns: Int, training: Bool, sharing other: Network? = nil) {
        guard columns > capacity || (training && gradientBuffers.isEmpty) else { return }
        capacity = max(capacity, columns)
        let columns = capacity
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
        let sizes = layers.map {
            if case .linear(let layer) = $0 { layer.workCount(columns: columns, training: training) } else { 0 }
        }
        let size = sizes.max() ?? 0
        if work.count < size { work = Self.room(size, in: other?.work) }
        guard training else { return }
        // Gradients of inputs go to the two buffers in turn.
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

    /// The output for `input`, valid until the next call; `input` must stay unchanged until `backward`.
    ///
    /// - Parameter sparse: the input once more, for a network that `takesSparse`, where most of it is zeros.
    func forward(
        _ input: Tensor, sparse: SparseBatch? = nil, parameters: Tensor, statistics: Tensor, batch: Batch
    ) -> Tensor {
        var value = input
        var isSummed = false
        for (index, layer) in layers.enumerated() {
            let output = outputs[index][0..<(outputs[index].count == 0 ? 0 : shapes[index + 1].count * batch.columns)]
            switch layer {
            case .linear(let layer):
                let tail = slope(after: index).map { Tail.leaky(slope: $0) } ?? .none
                if index == 0, let sparse {
                    layer.forward(sparse, output, parameters: parameters, tail: tail, batch: batch)
                } else {
                    let sums = batch.isTraining ? batchNorm(after: index)?.sums(of: output, batch: batch) : nil
                    layer.forward(
                        value, output, parameters: parameters, tail: tail, work: work, sums: sums, batch: batch)
                    isSummed = sums != nil
                }
            case .batchNorm(let layer):
                if batch.isTraining && !isSummed { layer.sums(of: value, batch: batch).takeAll(batch.team) }
                isSummed = false
                layer.forward(
                    value, output, parameters: parameters, statistics: statistics, slope: slope(after: index) ?? 1,
                    batch: batch)
            case .activation(let function):
                if !isFused[index] { function.forward(input: value, output: output, team: batch.team) }
            case .reshape: continue
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
        var isSummed = false
        for index in layers.indices.reversed() {
            let value = inputValue(of: index, input: input, columns: batch.columns)
            switch layers[index] {
            case .linear(let layer):
                let isWanted = index > firstLearningLayer || wantsInputGradient
                let next = gradientBuffers[buffer][0..<layer.input.count * batch.columns]
                let tail = tail(before: index, columns: batch.columns)
                let sums = sums(before: index, ofGradient: next, input: input, batch: batch)
                layer.backward(
                    input: value, sparse: index == 0 ? sparse : nil, outputGradient: gradient,
                    inputGradient: isWanted ? next : nil, tail: tail ?? .none, sums: sums,
                    isNormalised: isNormalised(index), parameters: parameters,
                    gradients: gradients, work: work, batch: batch)
                isSummed = sums != nil
                if isWanted {
                    gradient = next
                    buffer = 1 - buffer
                    isPastTail = tail != nil
                }
            case .batchNorm(let layer):
                if !isSummed {
                    layer.sums(ofGradient: gradient, input: value, batch: batch).takeAll(batch.team)
                }
                isSummed = false
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
        guard let last = lastLayer(before: index), isFused[last], case .activation(let function) = layers[last],
            let slope = function.slope
        else { return nil }
        return .leakyGradient(slope: slope, output: outputs[last][0..<shapes[last + 1].count * columns])
    }

    /// The slope of the leaky ReLU that a layer applies to its own output, for the activation that follows it.
    private func slope(after index: Int) -> Float? {
        guard index + 1 < layers.count, isFused[index + 1], case .activation(let function) = layers[index + 1] else {
            return nil
        }
        return function.slope
    }

    /// The batch normalisation that takes what a layer puts out, maybe through an activation that the layer applies.
    private func batchNorm(after index: Int) -> BatchNormLayer? {
        let next = layers.indices[(index + 1)...].first { !isPassed($0) }
        if let next, case .batchNorm(let layer) = layers[next] { return layer }
        return nil
    }

    /// What batch normalisation must sum of the gradient of a layer's input, where that is its output.
    private func sums(
        before index: Int, ofGradient gradient: Tensor, input: Tensor, batch: Batch
    ) -> BatchNormSums? {
        guard let last = layers[..<index].indices.last(where: { !isPassed($0) }),
            case .batchNorm(let layer) = layers[last]
        else { return nil }
        let value = inputValue(of: last, input: input, columns: batch.columns)
        return layer.sums(ofGradient: gradient, input: value, batch: batch)
    }

    /// Whether values, and gradients, that pass a layer are already what they are behind it.
    private func isPassed(_ index: Int) -> Bool {
        if case .reshape = layers[index] { true } else { isFused[index] }
    }

    /// Whether the layer's output, as it is, goes into batch normalisation.
    private func isNormalised(_ index: Int) -> Bool {
        let next = layers[(index + 1)...].first { if case .reshape = $0 { false } else { true } }
        if case .batchNorm = next { return true }
        return false
    }

    /// Whether the backward pass of the last layer reads what the network put out.
    var endsInActivation: Bool {
        if case .activation = layers.last { true } else { false }
    }

    private lazy var firstLearningLayer = layers.firstIndex(where: \.learns) ?? 0

    /// An activation may overwrite what a learning layer put out, since no backward pass reads that again.
    private func sharesInput(_ layer: Layer, at index: Int) -> Bool {
        guard index > 0 else { return false }
        switch layer {
        case .reshape: return true
        case .activation(let function): return function.worksInPlace && layers[index - 1].learns
        case .linear, .batchNorm: return false
        }
    }

    private func inputValue(of index: Int, input: Tensor, columns: Int) -> Tensor {
        lastLayer(before: index).map { outputs[$0][0..<shapes[index].count * columns] } ?? input
    }

    /// The last layer before another that is more than a reshape.
    private func lastLayer(before index: Int) -> Int? {
        layers[..<index].lastIndex { if case .reshape = $0 { false } else { true } }
    }
}
