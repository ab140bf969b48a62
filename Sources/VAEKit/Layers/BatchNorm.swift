/// `batchnorm`: batch normalisation of each channel of a map, or of each value of a vector (PyTorch's `BatchNorm2d` and
/// `BatchNorm1d`, with their defaults: epsilon 1e-5, running statistics with momentum 0.1).
struct BatchNorm: Layer {
    static let names = ["batchnorm"]
    let description = "batchnorm"
    var form: LayerForm { .batchNorm(epsilon: BatchNormKernel.epsilon) }

    init() {}

    init(_ words: inout LayerWords) {}

    func order(ofInput later: MapShape?) -> MapShape? { later }

    func lower(_ input: Value, order: MapShape?, _ plan: inout PlanBuilder) throws(NetworkError) -> Value {
        let channels = input.isFlat ? input.shape.count : input.shape.channels
        let map = input.isFlat ? input.shape : MapShape(channels: channels)
        let operation = BatchNormOperation(
            pixels: input.isFlat ? 1 : input.shape.pixels, channels: channels,
            scale: plan.layout.reserve(channels), shift: plan.layout.reserve(channels),
            runningMean: plan.layout.reserveStatistics(channels),
            runningVariance: plan.layout.reserveStatistics(channels))
        let vectors: [(String, Parameter.Role, Range<Int>)] = [
            ("weight", .scale, operation.scale), ("bias", .shift, operation.shift),
            ("running_mean", .mean, operation.runningMean), ("running_var", .variance, operation.runningVariance),
        ]
        for (suffix, role, range) in vectors {
            plan.layout.add(
                "\(plan.name).\(suffix)", shape: [channels], role: role,
                order: .vector(offset: range.lowerBound, map: map))
        }
        return plan.append(operation, input)
    }
}

extension LayerDescription {
    public static var batchNorm: LayerDescription { LayerDescription(BatchNorm()) }
}

/// What is kept of a batch: the mean and the variance of each channel, and room for the kernels.
struct BatchNormOperation: Operation {
    /// Pixels × channels that share statistics: a map's pixels, or one for a vector, whose every value is a channel.
    let pixels: Int
    let channels: Int
    let scale: Range<Int>
    let shift: Range<Int>
    let runningMean: Range<Int>
    let runningVariance: Range<Int>

    private static let momentum: Float = 0.1

    var traits: OperationTraits {
        let traits: OperationTraits = [.learns, .wantsSums, .storesThroughTail, .forgetsOutput, .overwritesGradient]
        return pixels == 1 ? traits.union(.needsBatch) : traits
    }

    /// Numbers of a part of what is kept for each channel, in whole vectors, and where the kernels' room begins.
    private var part: Int { Tensor.padded(channels) }
    private var work: Int { 2 * part }

    var shiftedChannels: Int { channels }

    func keptCount(columns: Int) -> Int { work + BatchNormKernel.workCount(pixels: pixels, channels: channels) }

    func workCount(columns: Int, training: Bool) -> Int { training ? 2 * channels : 0 }

    func sums(of input: Tensor, kept: MutableTensor, _ pass: Pass) -> BatchNormSums {
        BatchNormSums(kernel: kernel(pass), terms: .statistics(of: input), work: kept[work..<kept.count])
    }

    func sums(ofGradient gradient: Tensor, input: Tensor, kept: MutableTensor, _ pass: Pass) -> BatchNormSums {
        BatchNormSums(
            kernel: kernel(pass), terms: .gradients(gradient, values: input, mean: Tensor(kept[0..<channels])),
            work: kept[work..<kept.count])
    }

    func forward(_ site: Site) {
        let (kernel, statistics) = (kernel(site.pass), site.statistics)
        let kept = parts(of: site.kept)
        if site.pass.isTraining {
            kernel.statistics(mean: kept.mean, variance: kept.variance, sums: sums(kept.work, site.pass))
            if site.pass.keepsStatistics {
                keepRunning(
                    statistics, Tensor(kept.mean), Tensor(kept.variance), population: pixels * site.pass.batchItems)
            }
        }
        kernel.normalise(
            site.input(), mean: Tensor(site.pass.isTraining ? kept.mean : statistics[runningMean]),
            variance: Tensor(site.pass.isTraining ? kept.variance : statistics[runningVariance]),
            scale: site.parameters[scale], shift: site.parameters[shift], slope: site.slope, output: site.output(),
            work: kept.work, team: site.team)
        if site.pass.isTraining { site.output().clearPadding(columns: site.columns, items: site.pass.items) }
    }

    func backward(_ site: Site) {
        let kept = parts(of: site.kept)
        let (scales, shifts) = (site.work[0..<channels], site.work[channels..<2 * channels])
        kernel(site.pass).backward(
            input: site.input(), mean: Tensor(kept.mean), variance: Tensor(kept.variance),
            scale: site.parameters[scale], outputGradient: site.outputGradient(), inputGradient: site.inputGradient(),
            scaleGradient: scales, shiftGradient: shifts, work: kept.work, sums: sums(kept.work, site.pass),
            team: site.team)
        site.gradients.take(scale, team: site.team) { $0.copy(from: Tensor(scales)) }
        site.gradients.take(shift, team: site.team) { $0.copy(from: Tensor(shifts)) }
    }

    /// The sums of all blocks of the batch, this one's being in the work space.
    private func sums(_ work: MutableTensor, _ pass: Pass) -> BatchNormKernel.Sums {
        let own = Tensor(work)[kernel(pass).sumRange()]
        var sums = BatchNormKernel.Sums(own: own, items: pass.items)
        if let block = pass.block {
            (sums.blocks, sums.blockItems) = (block.gather(own) { _ in own.count }, pass.blockItems)
        }
        return sums
    }

    private func parts(of kept: MutableTensor) -> (mean: MutableTensor, variance: MutableTensor, work: MutableTensor) {
        (kept[0..<channels], kept[part..<part + channels], kept[work..<kept.count])
    }

    /// Running variance is the unbiased one, as in PyTorch.
    private func keepRunning(
        _ statistics: MutableTensor, _ batchMean: Tensor, _ batchVariance: Tensor, population: Int
    ) {
        let unbias = population > 1 ? Float(population) / Float(population - 1) : 1
        let mean = statistics[runningMean]
        let variance = statistics[runningVariance]
        for channel in 0..<channels {
            mean[channel] += Self.momentum * (batchMean[channel] - mean[channel])
            variance[channel] += Self.momentum * (batchVariance[channel] * unbias - variance[channel])
        }
    }

    private func kernel(_ pass: Pass) -> BatchNormKernel {
        BatchNormKernel(pixels: pixels, channels: channels, items: pass.items, columns: pass.columns)
    }
}
