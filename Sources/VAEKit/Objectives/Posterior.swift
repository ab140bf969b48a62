import Glibc
import TensorStreams
import Threads

/// What an encoder's heads stand for.
struct PosteriorDescription: Sendable {
    var latent: Int
    var heads = PosteriorHeads.logvar
    /// Whether there is a divergence; else the latent is the mean.
    var isVariational = true
    /// Whether one normal draw is for all coordinates of an item.
    var sharesNoise = false

    var headCount: Int { isVariational ? 2 : 1 }
}

/// The posterior of a batch: heads, sample and divergence, with the memory for them.
///
/// All values are `latent × columns`. For a plain autoencoder the sample is the mean and the divergence zero.
final class Posterior {
    private let description: PosteriorDescription
    /// What the heads put out.
    private var headOutputs = MutableTensor(zeros: 0)
    private let deviations: MutableTensor
    private let noises: MutableTensor
    private let samples: MutableTensor
    private let headGradients: MutableTensor
    private let itemDivergences: MutableTensor

    private(set) var columns = 0

    init(_ description: PosteriorDescription, capacity: Int) {
        self.description = description
        let size = description.latent * capacity
        headGradients = MutableTensor(zeros: description.headCount * size)
        deviations = MutableTensor(zeros: size)
        noises = MutableTensor(zeros: size)
        samples = MutableTensor(zeros: size)
        itemDivergences = MutableTensor(zeros: capacity)
    }

    var latent: Int { description.latent }
    private var size: Int { description.latent * columns }
    private var isVariational: Bool { description.isVariational }
    private var kernel: PosteriorKernel {
        PosteriorKernel(heads: description.heads, latent: description.latent, columns: columns)
    }

    var mean: Tensor { Tensor(headOutputs)[0..<size] }
    /// Log variance, or the deviation before tanh.
    private var second: Tensor { Tensor(headOutputs)[size..<2 * size] }
    var deviation: Tensor { Tensor(deviations)[0..<size] }
    private var noise: Tensor { Tensor(noises)[0..<size] }
    /// Each item's KL divergence in nats.
    var divergences: Tensor { Tensor(itemDivergences)[0..<columns] }
    /// z: the mean until `draw` has been called.
    private(set) var sample = Tensor(zeros: 0)

    /// Takes what the heads put out, which becomes mean and deviation in place.
    func take(_ headOutputs: MutableTensor, _ pass: Pass) {
        columns = pass.columns
        self.headOutputs = headOutputs
        sample = mean
        if isVariational {
            kernel.moments(first: headOutputs[0..<size], second: second, deviation: deviations[0..<size])
        }
    }

    /// Draws z by the reparameterisation; the noise is a function of `source` and the items' numbers alone.
    func draw(_ source: NoiseSource, items: Int, firstItem: Int = 0) {
        guard isVariational else { return }
        source.fill(
            noises[0..<size], latent: description.latent, items: items, columns: columns, first: firstItem,
            isShared: description.sharesNoise)
        sample = Tensor(samples)[0..<size]
        kernel.reparameterise(mean: mean, deviation: deviation, noise: noise, sample: samples[0..<size])
    }

    /// Rows of what a batch shows.
    var shownRows: Int { (isVariational ? 4 : 1) * latent }

    /// All that an objective may look at, rows × columns, for another to take over.
    var shown: Tensor {
        let shown = MutableTensor(zeros: shownRows * columns)
        let parts = isVariational ? [mean, second, deviation, sample] : [mean]
        for (place, part) in parts.enumerated() { shown[place * size..<(place + 1) * size].copy(from: part) }
        return Tensor(shown)
    }

    /// Takes over what posteriors have shown.
    func take(shown: MutableTensor) {
        columns = shown.count / shownRows
        headOutputs = shown[0..<description.headCount * size]
        sample = mean
        guard isVariational else { return }
        deviations[0..<size].copy(from: Tensor(shown)[2 * size..<3 * size])
        sample = Tensor(shown)[3 * size..<4 * size]
    }

    func diverge() {
        let result = itemDivergences[0..<columns]
        guard isVariational else { return result.fill(0) }
        kernel.divergence(mean: mean, deviation: deviation, second: second, divergence: result)
    }

    /// The sum over the coordinates of the logarithms of an item's deviations.
    func logVolume(of item: Int) -> Double {
        (0..<latent).reduce(0) { $0 + log(Double(abs(deviation[$1 * columns + item]))) }
    }

    /// The log variance of each coordinate, whichever heads the model has.
    func logVariances() -> [Float] {
        guard isVariational else { return [Float](repeating: -.infinity, count: size) }
        return description.heads == .logvar ? second.array : kernel.logVariances(deviation: deviation)
    }

    /// The same in `result`, latent × columns, as the divergence counts it.
    func fillLogVariances(_ result: MutableTensor) {
        kernel.fillLogVariances(deviation: deviation, second: second, result)
    }

    /// The mean divergence of each coordinate, in nats; `shares` are the items' in the mean.
    func fillCoordinateDivergences(_ means: MutableTensor, shares: Tensor) {
        kernel.coordinateDivergences(
            mean: mean, deviation: deviation, second: second, weights: shares, means: means)
    }

    /// The gradient of the heads' outputs, given that of the sample for the reconstruction, and those of the regulariser;
    /// `shares` are each item's in the mean loss.
    func backward(
        sampleGradient: MutableTensor, shares: Tensor, gradients: LatentGradients, team: ThreadTeam
    ) -> MutableTensor {
        if gradients.usesSample {
            let added = Tensor(gradients.sample(columns: columns))
            AdditionKernel.add(Tensor(sampleGradient), added, slope: 1, output: sampleGradient, team: team)
        }
        guard isVariational else {
            // The room that it lies in may be the encoder's too.
            let headGradient = headGradients[0..<size]
            headGradient.copy(from: Tensor(sampleGradient))
            if gradients.usesMoments {
                let added = Tensor(gradients.moments(columns: columns).mean)
                AdditionKernel.add(Tensor(headGradient), added, slope: 1, output: headGradient, team: team)
            }
            return headGradient
        }
        // No one asks for the noise again.
        let stretched = noises[0..<size]
        ProductKernel.scale(noise, by: Tensor(sampleGradient), output: stretched, team: team)
        return backward(
            meanGradient: Tensor(sampleGradient), deviationGradient: Tensor(stretched), shares: shares,
            gradients: gradients)
    }

    /// The same, given what comes back through the sample, or through several, to mean and deviation; of the regulariser's
    /// gradients all but that of the sample.
    func backward(
        meanGradient: Tensor, deviationGradient: Tensor, shares: Tensor, gradients: LatentGradients
    ) -> MutableTensor {
        let (first, second) = (headGradients[0..<size], headGradients[size..<2 * size])
        kernel.backward(
            mean: mean, deviation: deviation, meanGradient: meanGradient, deviationGradient: deviationGradient,
            weights: shares, factors: Tensor(gradients.divergenceFactors), firstGradient: first, secondGradient: second)
        if gradients.usesMoments {
            let moments = gradients.moments(columns: columns)
            kernel.addMoments(
                meanGradient: Tensor(moments.mean), logVarianceGradient: Tensor(moments.logVariance), mean: mean,
                deviation: deviation, firstGradient: first, secondGradient: second)
        }
        return headGradients[0..<2 * size]
    }
}
