/// What each latent coordinate is used for, gathered over any number of images in constant memory.
public struct CoordinateStatistics: Sendable {
    /// Whether there are any, in all that was taken in.
    private var hasDivergences: Bool
    /// Whether each coordinate has a share of its own in the divergence: not where it is that from a prior, or of a posterior,
    /// whose coordinates are not independent.
    public private(set) var sharesAreKnown = true
    private var count = 0.0
    private var means: [Double]
    private var squares: [Double]
    private var divergences: [Double]

    /// Of each level of a model, from the one that images are decoded from.
    public static func ofLevels(_ description: ModelDescription) -> [CoordinateStatistics] {
        description.latents.indices.map { CoordinateStatistics(description, level: $0) }
    }

    /// - Parameter level: counted from 0.
    public init(_ description: ModelDescription, level: Int = 0) {
        hasDivergences = description.kind == .vae
        means = [Double](repeating: 0, count: description.latents[level])
        squares = means
        divergences = means
    }

    /// Takes in the posteriors of some images.
    public mutating func add(_ encoding: Evaluator.Encoding) {
        let latent = means.count
        if encoding.divergences.isEmpty { (hasDivergences, sharesAreKnown) = (false, false) }
        for first in stride(from: 0, to: encoding.mean.count, by: latent) {
            count += 1
            for coordinate in 0..<latent {
                let mean = Double(encoding.mean[first + coordinate])
                let shift = mean - means[coordinate]
                means[coordinate] += shift / count
                squares[coordinate] += shift * (mean - means[coordinate])
                if hasDivergences { divergences[coordinate] += encoding.divergences[first + coordinate] }
            }
        }
    }

    /// The mean divergence of each coordinate from the prior, in nats per image: they add up to the model's KL term.
    public var kl: [Double] { divergences.map { $0 / max(count, 1) } }

    /// Whether every coordinate's posterior is next to the prior, whatever the image (Bowman et al. 2016, section 3.1): its
    /// divergence is below 0.01 nats.
    public var showCollapse: Bool { hasDivergences && count > 0 && kl.allSatisfy { $0 < 0.01 } }

    /// The variance over the images of each coordinate's posterior mean, next to 0 where a coordinate says nothing of the
    /// image (Burda et al. 2015, section 5.2, who call a coordinate active above 0.01).
    public var activity: [Double] { squares.map { $0 / max(count - 1, 1) } }

    /// How many coordinates are active.
    public var activeCount: Int { activity.count { $0 > 0.01 } }
}
