/// Batch normalisation with PyTorch's defaults: epsilon 1e-5, running statistics with momentum 0.1.
struct BatchNormLayer: Sendable {
    let map: MapShape
    /// Pixels × channels that share statistics: a map's pixels, or one for a flattened map, whose every value is a channel.
    let pixels: Int
    let channels: Int
    let scale: Range<Int>
    let shift: Range<Int>
    let runningMean: Range<Int>
    let runningVariance: Range<Int>
    /// The statistics of the batch, kept for the backward pass.
    let batchMean: Tensor
    let batchVariance: Tensor
    /// Work space of the kernels.
    let work: Tensor

    private static let momentum: Float = 0.1

    /// What must be summed of the input before `forward`.
    func sums(of input: Tensor, batch: Batch) -> BatchNormSums {
        BatchNormSums(kernel: kernel(for: batch), terms: .statistics(of: input), work: work)
    }

    /// What must be summed before `backward`.
    func sums(ofGradient gradient: Tensor, input: Tensor, batch: Batch) -> BatchNormSums {
        BatchNormSums(
            kernel: kernel(for: batch), terms: .gradients(gradient, values: input, mean: batchMean), work: work)
    }

    /// Where it trains, after the sums of the input.
    ///
    /// - Parameter slope: of the leaky ReLU that the output goes through; 1 for none.
    func forward(
        _ input: Tensor, _ output: Tensor, parameters: Tensor, statistics: Tensor, slope: Float = 1, batch: Batch
    ) {
        let kernel = kernel(for: batch)
        if batch.isTraining {
            kernel.statistics(mean: batchMean, variance: batchVariance, work: work)
            keepRunning(statistics, population: kernel.population)
        }
        kernel.normalise(
            input, mean: batch.isTraining ? batchMean : statistics[runningMean],
            variance: batch.isTraining ? batchVariance : statistics[runningVariance],
            scale: parameters[scale], shift: parameters[shift], slope: slope, output: output, work: work,
            team: batch.team)
        if batch.isTraining { output.clearPadding(columns: batch.columns, items: batch.items) }
    }

    /// After the sums of the gradient.
    func backward(
        input: Tensor, outputGradient: Tensor, inputGradient: Tensor, parameters: Tensor,
        gradients: GradientUse, batch: Batch
    ) {
        kernel(for: batch).backward(
            input: input, mean: batchMean, variance: batchVariance, scale: parameters[scale],
            outputGradient: outputGradient, inputGradient: inputGradient, scaleGradient: gradients.kept[scale],
            shiftGradient: gradients.kept[shift], work: work, team: batch.team)
        gradients.use(scale, team: batch.team)
        gradients.use(shift, team: batch.team)
    }

    /// Running variance is the unbiased one, as in PyTorch.
    private func keepRunning(_ statistics: Tensor, population: Int) {
        let unbias = population > 1 ? Float(population) / Float(population - 1) : 1
        let mean = statistics[runningMean]
        let variance = statistics[runningVariance]
        for channel in 0..<channels {
            mean[channel] += Self.momentum * (batchMean[channel] - mean[channel])
            variance[channel] += Self.momentum * (batchVariance[channel] * unbias - variance[channel])
        }
    }

    private func kernel(for batch: Batch) -> BatchNormKernel {
        BatchNormKernel(pixels: pixels, channels: channels, items: batch.items, columns: batch.columns)
    }
}
