import TensorStreams
import Threads

/// Several draws from each posterior of a batch, side by side, what each counts for, and the way back to the moments.
final class DrawnLatents {
    private let draws: Draws
    private let latent: Int
    /// Latent × columns of the draws.
    private let means: MutableTensor
    private let deviations: MutableTensor
    private let noises: MutableTensor
    private let samples: MutableTensor
    /// By column of the draws.
    private let ratios: MutableTensor
    private let weighing: DrawWeights
    private var states: [UInt64]
    /// Latent × columns of the batch.
    private let meanSums: MutableTensor
    private let deviationSums: MutableTensor

    private var items = 0
    /// Items that the mean loss is over.
    private var total = 0

    /// - Parameters:
    ///   - capacity: columns of the widest batch.
    ///   - drawCapacity: columns of its draws.
    init(_ draws: Draws, latent: Int, capacity: Int, drawCapacity: Int) {
        (self.draws, self.latent) = (draws, latent)
        means = MutableTensor(zeros: latent * drawCapacity)
        deviations = MutableTensor(zeros: latent * drawCapacity)
        noises = MutableTensor(zeros: latent * drawCapacity)
        samples = MutableTensor(zeros: latent * drawCapacity)
        ratios = MutableTensor(zeros: drawCapacity)
        weighing = DrawWeights(draws, drawCapacity: drawCapacity)
        states = [UInt64](repeating: 0, count: drawCapacity)
        meanSums = MutableTensor(zeros: latent * capacity)
        deviationSums = MutableTensor(zeros: latent * capacity)
    }

    var kernel: DrawsKernel { DrawsKernel(draws: draws.count, items: items) }
    private var size: Int { latent * kernel.columns }
    /// z of each draw, latent × columns.
    var sample: Tensor { Tensor(samples)[0..<size] }
    /// Each draw's share of the mean loss, 0 for the columns that pad them.
    var weights: Tensor { weighing.shares }

    /// Draws; the noise is a function of `source` and the numbers of item and draw alone.
    func draw(_ posterior: Posterior, _ source: NoiseSource, _ pass: Pass) {
        (items, total) = (pass.items, pass.batchItems)
        let team = pass.team
        let kernel = kernel
        kernel.spread(posterior.mean, into: means[0..<size], team: team)
        kernel.spread(posterior.deviation, into: deviations[0..<size], team: team)
        let drawing = ImportanceKernel(latent: latent, columns: kernel.columns)
        for item in 0..<items {
            let noise = source.derived(UInt64(pass.firstItem + item))
            for draw in 0..<draws.count {
                states[item * draws.count + draw] = noise.state(ofDraw: draw, latent: latent)
            }
        }
        drawing.draw(
            states: states, mean: Tensor(means), deviation: Tensor(deviations), noise: noises, sample: samples,
            ratios: ratios, team: team)
    }

    /// Lets each draw count for its weight.
    ///
    /// - Parameters:
    ///   - losses: −log p(x | z) of each draw, in nats.
    ///   - beta: the weight of log p(z) − log q(z | x).
    /// - Returns: the sum over the items of −log 1/K Σ w; nil where draws count alike.
    func weigh(_ losses: Tensor, _ posterior: Posterior, beta: Double) -> Double? {
        if draws.weighing != .alike {
            for item in 0..<items {
                let volume = posterior.logVolume(of: item)
                for column in item * draws.count..<(item + 1) * draws.count {
                    weighing.logWeights[column] = beta * (Double(ratios[column]) + volume) - Double(losses[column])
                }
            }
        }
        return weighing.weigh(items: items, of: total, beta: beta)
    }

    /// What comes back to mean and deviation, latent × columns of the batch, given the gradient of each draw through the
    /// decoder, which has its weight already.
    func gather(
        _ gradient: Tensor, _ posterior: Posterior, beta: Double, team: ThreadTeam
    ) -> (mean: Tensor, deviation: Tensor) {
        let (pull, followsDensity) =
            switch draws.weighing {
            case .alike: (0.0, false)
            case .byImportance(let weighing): (beta, weighing.gradient != .standard)
            }
        let count = latent * kernel.batchColumns
        let (mean, deviation) = (meanSums[0..<count], deviationSums[0..<count])
        kernel.gather(
            gradient,
            of: DrawsKernel.Drawn(
                noise: Tensor(noises), sample: Tensor(samples), weights: weighing.shares, factors: weighing.factors),
            beta: Float(pull), deviation: followsDensity ? posterior.deviation : nil, mean: mean,
            deviationGradient: deviation, team: team)
        return (Tensor(mean), Tensor(deviation))
    }
}
