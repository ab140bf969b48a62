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

    /// Floats of work space that `backward` needs for each column.
    var workRows: Int { connections.targetPixels * connections.panels * 16 }

    func forward(_ input: Tensor, _ output: Tensor, parameters: Tensor, batch: Batch) {
        if isTransposed {
            connections.adjoint(
                weights: parameters[weights], bias: parameters[bias], target: input, source: output,
                columns: batch.columns, team: batch.team)
        } else {
            connections.forward(
                weights: parameters[weights], bias: parameters[bias], source: input, target: output,
                columns: batch.columns, team: batch.team)
        }
    }

    /// Writes the gradients of the parameters, and that of the input where it is wanted.
    func backward(
        input: Tensor, outputGradient: Tensor, inputGradient: Tensor?, parameters: Tensor, gradients: Tensor,
        work: Tensor, batch: Batch
    ) {
        let (columns, team) = (batch.columns, batch.team)
        BatchKernel.channelSums(
            outputGradient, gradients[bias], pixels: outputPixels, channels: outputChannels, columns: columns,
            team: team)
        let source = isTransposed ? outputGradient : input
        let target = isTransposed ? input : outputGradient
        transposeToPanels(
            target, work, pixels: connections.targetPixels, channels: connections.targetChannels, columns: columns,
            team: team)
        connections.weightGradient(
            source: source, transposedTarget: work, gradient: gradients[weights], columns: columns, team: team)
        guard let inputGradient else { return }
        if isTransposed {
            connections.forward(
                weights: parameters[weights], bias: nil, source: outputGradient, target: inputGradient,
                columns: columns, team: team)
        } else {
            connections.adjoint(
                weights: parameters[weights], bias: nil, target: outputGradient, source: inputGradient,
                columns: columns, team: team)
        }
    }
}
