import Glibc

/// The inception score of generated images: exp of the mean divergence KL(p(y|x) ‖ p(y)) of a classifier's probabilities
/// from their mean, in parts of the images (Salimans et al. 2016, section 4).
///
/// Image i belongs to part i mod `parts`, so that the images need not be counted first nor kept. The score lies between 1,
/// for images that are all alike to the classifier, and the number of classes.
public struct InceptionScore: Sendable {
    public let classes: Int
    public let parts: Int
    /// Images seen.
    public private(set) var count = 0
    /// parts × classes: sums of the probabilities.
    private var sums: [Double]
    /// For each part the sum of Σ p log p.
    private var negentropies: [Double]

    public init(classes: Int, parts: Int) {
        (self.classes, self.parts) = (classes, parts)
        sums = [Double](repeating: 0, count: parts * classes)
        negentropies = [Double](repeating: 0, count: parts)
    }

    /// Takes in the probabilities of some images: count × classes.
    public mutating func add(_ probabilities: [Float]) {
        for first in stride(from: 0, to: probabilities.count, by: classes) {
            let part = count % parts
            for index in 0..<classes {
                let p = Double(probabilities[first + index])
                sums[part * classes + index] += p
                negentropies[part] += Self.pLogP(p)
            }
            count += 1
        }
    }

    /// Whether some part holds one image at most, which scores 1 whatever it shows.
    public var hasPartOfOneImage: Bool { count < 2 * parts }

    /// Mean and standard deviation of the scores of the parts that hold images.
    public var meanAndDeviation: (mean: Double, deviation: Double) {
        let scores = (0..<min(parts, count)).map(score)
        let mean = scores.reduce(0, +) / Double(max(1, scores.count))
        let variance = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, scores.count))
        return (mean, variance.squareRoot())
    }

    /// The mean of Σ p(y|x) log p(y|x), less Σ p(y) log p(y), is the mean divergence.
    private func score(_ part: Int) -> Double {
        let size = Double((count - part + parts - 1) / parts)
        let marginal = sums[part * classes..<(part + 1) * classes].reduce(0) { $0 + Self.pLogP($1 / size) }
        return exp(max(0, negentropies[part] / size - marginal))
    }

    private static func pLogP(_ p: Double) -> Double { p > 0 ? p * log(p) : 0 }
}
