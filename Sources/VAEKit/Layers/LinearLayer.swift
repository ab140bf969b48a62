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

    /// Floats of work space that `forward` and `backward` need for each column.
    func workRows(training: Bool) -> Int {
        let forward = isTransposed && connections.hasFewChannels ? connections.allTapsRows : 0
        return training ? max(forward, connections.targetPixels * connections.panels * 16) : forward
    }

    func forward(
        _ input: Tensor, _ output: Tensor, parameters: Tensor, tail: Tail = .none, work: Tensor? = nil, batch: Batch
    ) {
        if isTransposed {
            connections.adjoint(
                weights: parameters[weights], bias: parameters[bias], target: input, source: output,
                columns: batch.columns, tail: tail, work: work, team: batch.team)
        } else {
            connections.forward(
                weights: parameters[weights], bias: parameters[bias], source: input, target: output,
                columns: batch.columns, tail: tail, team: batch.team)
        }
    }

    /// `forward` for an input that is mostly zeros, of a layer that `takesSparse`.
    func forward(_ input: SparseBatch, _ output: Tensor, parameters: Tensor, tail: Tail, batch: Batch) {
        connections.forward(
            weights: parameters[weights], bias: parameters[bias], source: input, items: batch.items, target: output,
            columns: batch.columns, tail: tail, team: batch.team)
    }

    /// Hands on the gradients of the parameters (with the input's numbers out of `sparse` where it is given), and writes that of the input, with `tail`, where it is wanted.
    func backward(
        input: Tensor, sparse: SparseBatch? = nil, outputGradient: Tensor, inputGradient: Tensor?, tail: Tail = .none,
        parameters: Tensor, gradients: GradientUse, work: Tensor, batch: Batch
    ) {
        let (columns, team) = (batch.columns, batch.team)
        // Before the weights change.
        if let inputGradient {
            if isTransposed {
                connections.forward(
                    weights: parameters[weights], bias: nil, source: outputGradient, target: inputGradient,
                    columns: columns, tail: tail, team: team)
            } else {
                connections.adjoint(
                    weights: parameters[weights], bias: nil, target: outputGradient, source: inputGradient,
                    columns: columns, tail: tail, team: team)
            }
        }
        BatchKernel.channelSums(
            outputGradient, gradients.kept[bias], pixels: outputPixels, channels: outputChannels, columns: columns,
            team: team)
        gradients.use(bias, team: team)
        let source = isTransposed ? outputGradient : input
        let target = isTransposed ? input : outputGradient
        transposeToPanels(
            target, work, pixels: connections.targetPixels, channels: connections.targetChannels, columns: columns,
            team: team)
        connections.weightGradient(
            source: source, sparse: sparse, transposedTarget: work, gradients: gradients, weights: weights,
            columns: columns, team: team)
    }
}
