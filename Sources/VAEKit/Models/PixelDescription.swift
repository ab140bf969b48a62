/// What a model's description says of pixels: how images are taken, and how likely they are.
public protocol PixelDescription {
    var recon: ModelDescription.Recon { get set }
    /// Standard deviation of the gaussian likelihood.
    var sigma: Double { get set }
    /// Whether that is learnt instead, for each value.
    var learnsSigma: Bool { get }
    /// Where given, pixels are 1 above this u8 value and 0 elsewhere.
    var threshold: Int? { get set }
    /// Where given, values are no pixels, and this is how they are scaled.
    var scale: ValueScale? { get set }
}

extension PixelDescription {
    public var learnsSigma: Bool { false }

    /// What the items are that the model takes.
    public var items: ImageItems { recon.isOfCounts ? .counts : scale == nil ? .pixels : .numbers }

    /// How means of values come from what the decoder puts out.
    package var link: OutputLink {
        switch items {
        case .counts: .softmax
        case .numbers: .identity
        case .pixels, .codes: .sigmoid
        }
    }

    /// Why the options that say how images are taken do not go with values that are scaled; nil where they do.
    var problemOfScale: String? {
        guard let scale else { return nil }
        if recon == .bce {
            return "--scale \(scale) is for values that are no pixels, of which --recon bce is: "
                + "give --recon gaussian or mse"
        }
        if threshold != nil { return "--threshold is of pixels, and --scale \(scale) for values that are none" }
        return nil
    }

    var likelihood: Likelihood {
        switch recon {
        case .bce: .bce
        case .mse: .mse
        case .gaussian: learnsSigma ? .learntGaussian : .gaussian(sigma: Float(sigma))
        case .poisson: .poisson
        case .negativeBinomial: .negativeBinomial
        }
    }
}
