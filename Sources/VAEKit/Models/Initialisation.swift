import TensorStreams

/// How the weights of a new model are drawn: each uniform within a bound of its layer. Scales of batch normalisation
/// begin at 1 and shifts at 0.
public enum Initialisation: String, CaseIterable, Sendable {
    /// PyTorch's default: weights and biases within 1/√fan-in.
    case pytorch
    /// Half of that, for networks with batch normalisation: it takes the scale of the weights out again, but smaller
    /// weights turn faster at the same learning rate.
    case half
    /// Weights within √(6/fan-in), which keeps the variance through ReLU layers (He et al. 2015), biases 0: without it deep
    /// ReLU decoders often start so quietly that the posterior collapses to the prior.
    case he

    fileprivate func bound(fanIn: Int, isBias: Bool) -> Float {
        let fanIn = Float(fanIn)
        return switch self {
        case .pytorch: 1 / fanIn.squareRoot()
        case .half: 0.5 / fanIn.squareRoot()
        case .he: isBias ? 0 : (6 / fanIn).squareRoot()
        }
    }
}

extension Model {
    /// Draws new weights. They depend on the seed and the model's layers alone.
    public func initialise(_ initialisation: Initialisation = .pytorch, seed: UInt64) {
        store.initialise(initialisation, seed: seed, stream: .weights)
        discriminator?.initialise(seed: seed)
    }
}

extension ParameterStore {
    /// Draws new weights, which depend on seed, stream and layers alone.
    func initialise(_ initialisation: Initialisation, seed: UInt64, stream: RandomStream) {
        var source = RandomSource(seed: seed, stream: stream.rawValue)
        let noise = NoiseSource(seed: seed).derived(stream.rawValue)
        for (number, parameter) in parameters.enumerated() {
            let bound: Float
            switch parameter.role {
            case .weight(let fanIn): bound = initialisation.bound(fanIn: fanIn, isBias: false)
            case .bias(let fanIn): bound = initialisation.bound(fanIn: fanIn, isBias: true)
            case .scale, .variance, .shift, .mean, .code, .offset, .factor:
                parameter.fillInitially(values)
                continue
            case .free(let mean, let deviation):
                let own = noise.derived(UInt64(number))
                parameter.write((0..<parameter.count).map { mean + deviation * own.normal($0) }, to: values)
                continue
            }
            parameter.write((0..<parameter.count).map { _ in (2 * source.uniform() - 1) * bound }, to: values)
        }
        for statistic in statisticList { statistic.fillInitially(statistics) }
    }
}

extension Parameter {
    /// Scales, variances and factors begin at 1, shifts, means, codes and offsets at 0.
    fileprivate func fillInitially(_ storage: MutableTensor) {
        let start: Float = [.scale, .variance, .factor].contains(role) ? 1 : 0
        write([Float](repeating: start, count: count), to: storage)
    }
}
