import Glibc

/// What each latent coordinate is used for, gathered over any number of images in constant memory.
public struct CoordinateStatistics: Sendable {
    private let isVariational: Bool
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
        isVariational = description.kind == .vae && !description.weighsDensities
        means = [Double](repeating: 0, count: description.latents[level])
        squares = means
        divergences = means
    }

    /// Takes in the posteriors of some images.
    public mutating func add(_ encoding: Evaluator.Encoding) {
        let latent = means.count
        for first in stride(from: 0, to: encoding.mean.count, by: latent) {
            count += 1
            for coordinate in 0..<latent {
                let mean = Double(encoding.mean[first + coordinate])
                let shift = mean - means[coordinate]
                means[coordinate] += shift / count
                squares[coordinate] += shift * (mean - means[coordinate])
                guard isVariational else { continue }
                let logVariance = Double(encoding.logVariance[first + coordinate])
                divergences[coordinate] += 0.5 * (mean * mean + exp(logVariance) - logVariance - 1)
            }
        }
    }

    /// The mean divergence of each coordinate from the prior, in nats per image: they add up to the model's KL term.
    public var kl: [Double] { divergences.map { $0 / max(count, 1) } }

    /// Whether every coordinate's posterior is next to the prior, whatever the image (Bowman et al. 2016, section 3.1): its
    /// divergence is below 0.01 nats.
    public var showCollapse: Bool { isVariational && count > 0 && kl.allSatisfy { $0 < 0.01 } }

    /// The variance over the images of each coordinate's posterior mean, next to 0 where a coordinate says nothing of the
    /// image (Burda et al. 2015, section 5.2, who call a coordinate active above 0.01).
    public var activity: [Double] { squares.map { $0 / max(count - 1, 1) } }

    /// How many coordinates are active.
    public var activeCount: Int { activity.count { $0 > 0.01 } }
}
