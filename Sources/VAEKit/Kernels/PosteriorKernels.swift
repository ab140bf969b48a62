/// How the encoder's two heads give the posterior.
public enum PosteriorHeads: String, CaseIterable, Sendable {
    /// Mean and log variance.
    case logvar
    /// Mean and standard deviation, both through tanh.
    case tanh
}

/// The diagonal normal posterior of a batch, its sample and its divergence from the standard normal prior.
///
/// All tensors are `latent × columns`. `first` and `second` are the heads' outputs; the sample follows the
/// reparameterisation z = mean + deviation · noise (Kingma & Welling 2013, section 2.4).
package struct PosteriorKernel {
    let heads: PosteriorHeads
    let latent: Int
    let columns: Int
    /// Keeps the logarithm of a deviation of zero finite.
    package static let floor: Float = 1e-12

    package init(heads: PosteriorHeads, latent: Int, columns: Int) {
        (self.heads, self.latent, self.columns) = (heads, latent, columns)
    }

    /// Turns the heads' outputs into mean (in place) and standard deviation.
    package func moments(first: MutableTensor, second: Tensor, deviation: MutableTensor) {
        forEachVector { at in
            switch heads {
            case .logvar:
                storeVector(exp(0.5 * loadVector(second.pointer + at)), deviation.pointer + at)
            case .tanh:
                storeVector(tanh(loadVector(first.pointer + at)), first.pointer + at)
                storeVector(tanh(loadVector(second.pointer + at)), deviation.pointer + at)
            }
        }
    }

    /// `sample = mean + deviation · noise`.
    package func reparameterise(mean: Tensor, deviation: Tensor, noise: Tensor, sample: MutableTensor) {
        forEachVector { at in
            let value = fma(
                loadVector(deviation.pointer + at), loadVector(noise.pointer + at), loadVector(mean.pointer + at))
            storeVector(value, sample.pointer + at)
        }
    }

    /// Each item's KL divergence in nats, ½ Σ (mean² + deviation² − log deviation² − 1), in `divergence` (columns).
    package func divergence(mean: Tensor, deviation: Tensor, second: Tensor, divergence: MutableTensor) {
        divergence.fill(0)
        for row in 0..<latent {
            for column in stride(from: 0, to: columns, by: Tensor.lanes) {
                let total = loadVector(divergence.pointer + column)
                let term = term(mean, deviation, second, at: row * columns + column)
                storeVector(total + term, divergence.pointer + column)
            }
        }
    }

    /// What a coordinate has in the divergences of sixteen items.
    @inline(__always)
    private func term(_ mean: Tensor, _ deviation: Tensor, _ second: Tensor, at place: Int) -> Vector {
        let average = loadVector(mean.pointer + place)
        let spread = loadVector(deviation.pointer + place)
        let square = spread * spread
        let logVariance = heads == .logvar ? loadVector(second.pointer + place) : log(square + Self.floor)
        return 0.5 * (fma(average, average, square) - logVariance - 1)
    }

    /// log(deviation² + 1e-12), as the divergence of the tanh heads counts it.
    package func logVariances(deviation: Tensor) -> [Float] {
        let result = MutableTensor(zeros: latent * columns)
        forEachVector { at in
            let spread = loadVector(deviation.pointer + at)
            storeVector(log(spread * spread + Self.floor), result.pointer + at)
        }
        return result.array
    }

    /// The mean over the items of each coordinate's divergence in nats, in `means` (latent): `weights` are the items'
    /// shares.
    func coordinateDivergences(mean: Tensor, deviation: Tensor, second: Tensor, weights: Tensor, means: MutableTensor) {
        for row in 0..<latent {
            var sum = Vector.zero
            for column in stride(from: 0, to: columns, by: Tensor.lanes) {
                let term = term(mean, deviation, second, at: row * columns + column)
                sum = fma(term, loadVector(weights.pointer + column), sum)
            }
            means[row] = sum.sum()
        }
    }

    /// log(deviation²), as the divergence counts it, in `result`.
    func fillLogVariances(deviation: Tensor, second: Tensor, _ result: MutableTensor) {
        if heads == .logvar { return result.copy(from: second) }
        forEachVector { at in
            let spread = loadVector(deviation.pointer + at)
            storeVector(log(spread * spread + Self.floor), result.pointer + at)
        }
    }

    /// Adds to the gradients for the heads' outputs those for mean and log variance.
    func addMoments(
        meanGradient: Tensor, logVarianceGradient: Tensor, mean: Tensor, deviation: Tensor,
        firstGradient: MutableTensor, secondGradient: MutableTensor
    ) {
        forEachVector { at in
            var first = loadVector(meanGradient.pointer + at)
            var second = loadVector(logVarianceGradient.pointer + at)
            if heads == .tanh {
                let (average, spread) = (loadVector(mean.pointer + at), loadVector(deviation.pointer + at))
                let square = spread * spread
                first *= 1 - average * average
                second *= 2 * spread / (square + Self.floor) * (1 - square)
            }
            storeVector(loadVector(firstGradient.pointer + at) + first, firstGradient.pointer + at)
            storeVector(loadVector(secondGradient.pointer + at) + second, secondGradient.pointer + at)
        }
    }

    /// The gradients for the heads' outputs: of what comes back to mean and deviation through samples, and of
    /// Σ `weights` · divergence, where each coordinate's divergence has a factor of its own.
    package func backward(
        mean: Tensor, deviation: Tensor, meanGradient: Tensor, deviationGradient: Tensor, weights: Tensor,
        factors: Tensor, firstGradient: MutableTensor, secondGradient: MutableTensor
    ) {
        forEachVector { at in
            let average = loadVector(mean.pointer + at)
            let spread = loadVector(deviation.pointer + at)
            let weight = loadVector(weights.pointer + at % columns) * factors[at / columns]
            let stretched = loadVector(deviationGradient.pointer + at)
            var first = fma(average, weight, loadVector(meanGradient.pointer + at))
            let second: Vector
            switch heads {
            case .logvar:
                second = 0.5 * fma(weight, fma(spread, spread, -1), stretched * spread)
            case .tanh:
                let pull = spread - spread / (spread * spread + Self.floor)
                first *= 1 - average * average
                second = fma(weight, pull, stretched) * (1 - spread * spread)
            }
            storeVector(first, firstGradient.pointer + at)
            storeVector(second, secondGradient.pointer + at)
        }
    }

    @inline(__always)
    private func forEachVector(_ body: (Int) -> Void) {
        for at in stride(from: 0, to: latent * columns, by: Tensor.lanes) { body(at) }
    }
}
