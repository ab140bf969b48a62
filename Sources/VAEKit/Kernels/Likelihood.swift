import Glibc

/// How likely an item is, given the decoder's output.
public enum Likelihood: Equatable, Sendable {
    /// Bernoulli: the binary cross-entropy of pixels in [0, 1].
    case bce
    /// The plain sum of squares between the mean and the value.
    case mse
    /// The negative log density of a normal distribution about the mean with this standard deviation.
    case gaussian(sigma: Float)
    /// The same with a standard deviation that is learnt for each value.
    case learntGaussian
    /// Counts about a mean that is a share of their sum (`CountKernel`).
    case poisson
    /// The same with an inverse dispersion that is learnt for each value.
    case negativeBinomial

    /// What makes a loss of `values` values the negative logarithm of a probability or a density: the sum of squares is that
    /// of a normal distribution of variance ½ but for ½ log π a value.
    func constant(values: Int) -> Double { self == .mse ? 0.5 * Glibc.log(Double.pi) * Double(values) : 0 }
}

/// What makes means of values out of what the decoder puts out.
package enum OutputLink: Equatable, Sendable {
    /// Pixels lie within [0, 1]: the output is their logit.
    case sigmoid
    /// The output is the mean.
    case identity
    /// Means are shares of an item's sum, the softmax of the output.
    case softmax
}

/// Learnt standard deviations of values: log σ = b + softplus(s − b) of the number s that is learnt, which keeps σ above e^b
/// and the loss from falling without end where a value is always the same (Rybkin, Daniilidis & Levine 2021, section 4).
package enum LearntSpread {
    /// b.
    package static let floor: Float = -6

    package static func logDeviation(_ learnt: Float) -> Float {
        let above = learnt - floor
        return floor + max(above, 0) + Glibc.log1pf(Glibc.expf(-abs(above)))
    }

    /// The derivative of that.
    static func slope(_ learnt: Float) -> Float { 1 / (1 + Glibc.expf(floor - learnt)) }
}
