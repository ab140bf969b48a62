/// A model that takes images to something small and back, by a network each.
protocol ImageAutoencoder: Model {
    var encoder: Plan { get }
    /// To the logits of an image; its input has the one-hot of a class behind it where the model is told one.
    var decoder: Plan { get }
    /// The image as the layers see it.
    var image: MapShape { get }
    /// The image as the encoder takes it, without its class.
    var encoderMap: MapShape { get }
    var likelihood: Likelihood { get }
    /// How means of values come from what the decoder puts out.
    var link: OutputLink { get }
    /// Where the likelihood has numbers of its own among the parameters, one for each value; nil where it has none.
    var spread: Range<Int>? { get }
    /// Where given, pixels are 1 above this u8 value and 0 elsewhere.
    var threshold: Int? { get }
}

extension ImageAutoencoder {
    var spread: Range<Int>? { nil }

    /// The reconstruction loss; where it is that of a density, in the units of the data.
    ///
    /// - Parameter capacity: the most columns a batch has.
    func reconstruction(capacity: Int) -> ReconstructionKernel {
        ReconstructionKernel(
            likelihood: likelihood, link: link, constant: likelihood == .mse ? 0 : logFactor, values: image.count,
            capacity: capacity)
    }

    /// Sums of squared differences in the units of the data.
    func squares(capacity: Int) -> ReconstructionKernel {
        switch link {
        case .sigmoid: ReconstructionKernel(likelihood: .mse, values: image.count, capacity: capacity)
        case .softmax: ReconstructionKernel(squaresOfCounts: image.count, capacity: capacity)
        case .identity:
            ReconstructionKernel(
                squaresIn: (scaling ?? .identity).factors, values: image.count, capacity: capacity)
        }
    }

    /// What makes the reconstruction loss of an item the negative logarithm of a probability, or of a density in the units of
    /// the data.
    var likelihoodConstant: Double {
        likelihood.constant(values: image.count) + (likelihood == .mse ? logFactor : 0)
    }

    /// What the likelihood learns beside the decoder, as it is.
    func spread(in store: ParameterStore) -> ReconstructionKernel.Spread? {
        spread.map { ReconstructionKernel.Spread(Tensor(store.values)[$0]) }
    }

    private var logFactor: Double { scaling?.logFactor(values: image.count) ?? 0 }

    /// Values that the decoder takes, without a class.
    var decodedCount: Int { decoder.input.count - (classes ?? 0) }

    /// Whether the encoder can make use of the images without their zeros.
    var takesSparse: Bool { encoder.takesSparse && classes == nil && link != .softmax }

    /// As many items as keep the largest map within two megabytes, which caches hold, but enough for each reading of the
    /// weights.
    func evaluationBatch(_ plans: [Plan]) -> Int {
        let widest = plans.map(\.widest).max() ?? 1
        return max(32, min(256, (1 << 19) / widest / Tensor.lanes * Tensor.lanes))
    }
}

extension Autoencoder: ImageAutoencoder {
    var image: MapShape { description.image }
    var encoderMap: MapShape { description.encoderMap }
    var likelihood: Likelihood { description.likelihood }
    var link: OutputLink { description.link }
    public var threshold: Int? { description.threshold }
}
