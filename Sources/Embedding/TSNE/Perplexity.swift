import Glibc

/// The Gaussian about one point whose perplexity, 2 to the entropy of its neighbours' probabilities, is the one asked for
/// (van der Maaten & Hinton, "Visualizing data using t-SNE", 2008, section 2).
package enum Perplexity {
    /// Fills `probabilities` with those of neighbours at these squared distances, nearest first; their sum is 1.
    ///
    /// The precision is found by bisection, beginning at the scale of the distances themselves. Where all neighbours are
    /// equally far no precision tells them apart, and all are equally probable.
    package static func calibrate(
        _ squaredDistances: UnsafeBufferPointer<Float>, perplexity: Double,
        into probabilities: UnsafeMutableBufferPointer<Double>
    ) {
        let nearest = Double(squaredDistances[0])
        let mean = squaredDistances.reduce(0) { $0 + Double($1) - nearest } / Double(squaredDistances.count)
        var precision = mean > 0 ? 1 / mean : 1
        var (low, high) = (0.0, Double.infinity)
        for _ in 0..<100 {
            let excess = entropy(squaredDistances, nearest, precision, into: probabilities) - log(perplexity)
            if abs(excess) < 1e-6 { break }
            if excess > 0 { low = precision } else { high = precision }
            let next = high < .infinity ? (low + high) / 2 : 2 * low
            if next == precision || next > 1e30 { break }
            precision = next
        }
    }

    /// The entropy, in nats, at one precision; distances count from the nearest, so that the largest term is 1.
    private static func entropy(
        _ squaredDistances: UnsafeBufferPointer<Float>, _ nearest: Double, _ precision: Double,
        into probabilities: UnsafeMutableBufferPointer<Double>
    ) -> Double {
        var (sum, weighted) = (0.0, 0.0)
        for place in squaredDistances.indices {
            let exponent = precision * (Double(squaredDistances[place]) - nearest)
            let value = exp(-exponent)
            probabilities[place] = value
            sum += value
            weighted += value * exponent
        }
        for place in probabilities.indices { probabilities[place] /= sum }
        return log(sum) + weighted / sum
    }
}
