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
    /// Where given, pixels are 1 above this u8 value and 0 elsewhere.
    var threshold: Int? { get }
}

extension ImageAutoencoder {
    /// Values that the decoder takes, without a class.
    var decodedCount: Int { decoder.input.count - (classes ?? 0) }

    /// Whether the encoder can make use of the images without their zeros.
    var takesSparse: Bool { encoder.takesSparse && classes == nil }

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
    public var threshold: Int? { description.threshold }
}
