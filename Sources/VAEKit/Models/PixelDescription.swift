/// What a model's description says of pixels: how images are taken, and how likely they are.
public protocol PixelDescription {
    var recon: ModelDescription.Recon { get set }
    /// Standard deviation of the gaussian likelihood.
    var sigma: Double { get set }
    /// Whether that is learnt instead, for each value.
    var learnsSigma: Bool { get }
    /// Where given, pixels are 1 above this u8 value and 0 elsewhere.
    var threshold: Int? { get set }
}

extension PixelDescription {
    public var learnsSigma: Bool { false }

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
