/// A dense layer, a convolution or a transposed convolution: one weight for every connection, and a bias.
struct LinearLayer: Sendable {
    let connections: Connections
    /// A transposed convolution runs its connections backwards.
    let isTransposed: Bool
    let input: MapShape
    let output: MapShape
    let weights: Range<Int>
    let bias: Range<Int>

    var inputPixels: Int { isTransposed ? connections.targetPixels : connections.sourcePixels }
    var outputPixels: Int { isTransposed ? connections.sourcePixels : connections.targetPixels }
    var outputChannels: Int { isTransposed ? connections.sourceChannels : connections.targetChannels }

    /// Whether there are kernels for an input that is mostly zeros.
    var takesSparse: Bool { !isTransposed && connections.sourcePixels == 1 && connections.taps == 1 }

    /// Numbers of work space that `forward` and `backward` need.
    func workCount(columns: Int, training: Bool) -> Int {
        let forward = isTransposed && connections.hasFewChannels ? connections.allTapsRows * columns : 0
        guard training else { return forward }
        return max(forward, connections.gradientWork(upTo: columns), biasGradient(columns).workCount)
    }

    private func biasGradient(_ columns: Int) -> ChannelSums {
        ChannelSums(pixels: outputPixels, channels: outputChannels, columns: columns)
    }

    /// - Parameter sums: taken of the output.
    func forward(
        _ input: Tensor, _ output: Tensor, parameters: Tensor, tail: Tail = .none, work: Tensor? = nil,
        sums: BatchNormSums? = nil, batch: Batch
    ) {
        if isTransposed {
            connections.adjoint(
                weights: parameters[weights], bias: parameters[bias], target: input, source: output,
                columns: batch.columns, tail: tail, work: work, sums: sums, team: batch.team)
        } else {
            connections.forward(
                weights: parameters[weights], bias: parameters[bias], source: input, target: output,
                columns: batch.columns, tail: tail, sums: sums, team: batch.team)
        }
    }

    /// `forward` for an input that is mostly zeros, of a layer that `takesSparse`.
    func forward(_ input: SparseBatch, _ output: Tensor, parameters: Tensor, tail: Tail, batch: Batch) {
        connections.forward(
            weights: parameters[weights], bias: parameters[bias], source: input, items: batch.items, target: output,
            columns: batch.columns, tail: tail, team: batch.team)
    }

    /// Hands on the gradients of the parameters, and writes that of the input where it is wanted.
    ///
    /// - Parameters:
    ///   - sparse: the input once more, without its zeros.
    ///   - tail: what the gradient of the input goes through.
    ///   - sums: taken of that gradient.
    ///   - isNormalised: whether the output goes into batch normalisation, whose mean takes the bias out again.
    func backward(
        input: Tensor, sparse: SparseBatch? = nil, outputGradient: Tensor, inputGradient: Tensor?, tail: Tail = .none,
        sums: BatchNormSums? = nil, isNormalised: Bool = false, parameters: Tensor, gradients: GradientUse,
        work: Tensor, batch: Batch
    ) {
        let (columns, team) = (batch.columns, batch.team)
        // Before the weights change.
        if let inputGradient {
            if isTransposed {
                connections.forward(
                    weights: parameters[weights], bias: nil, source: outputGradient, target: inputGradient,
                    columns: columns, tail: tail, sums: sums, team: team)
            } else {
                connections.adjoint(
                    weights: parameters[weights], bias: nil, target: outputGradient, source: inputGradient,
                    columns: columns, tail: tail, sums: sums, team: team)
            }
        }
        if isNormalised {
            gradients.kept[bias].fill(0)
        } else {
            biasGradient(columns).sum(outputGradient, into: gradients.kept[bias], work: work, team: team)
        }
        gradients.use(bias, team: team)
        connections.weightGradient(
            source: isTransposed ? outputGradient : input, sparse: sparse,
            target: isTransposed ? input : outputGradient, gradients: gradients, weights: weights, columns: columns,
            work: work, team: team)
    }
}
