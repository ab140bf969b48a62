/// What an objective asks of the decoder: small weights, and pixels that change little with the latent.
struct DecoderPenalty: Sendable {
    /// What the sum of the squares of all its parameters counts for; the term `weights`.
    let weights: Double
    /// What the squared Frobenius norm of the Jacobian of an image's pixel means counts for; the term `slope`.
    ///
    /// The norm is estimated: where each number of u is 1 or −1 at random, |f(z + S · u) − f(z)|² / S² is that norm in the mean,
    /// but for O(S²) (Hutchinson 1990). There is one u for each image and step.
    let slope: Double
    let step: Double

    init(_ words: inout ObjectiveWords) throws(NetworkError) {
        weights = try words.option("l2", in: 0...1e9) ?? 0
        slope = try words.option("gp", in: 0...1e9) ?? 0
        // Of a shorter step, the rounding of floats would be much of the difference.
        step = try words.option("step", in: 1e-3...1) ?? 0.01
    }

    var terms: [String] { (weights > 0 ? ["weights"] : []) + (slope > 0 ? ["slope"] : []) }

    /// As they are written behind an objective's own words.
    var words: String {
        (weights > 0 ? " l2 \(ObjectiveWords.text(weights))" : "")
            + (slope > 0 ? " gp \(ObjectiveWords.text(slope)) step \(ObjectiveWords.text(step))" : "")
    }
}

extension BatchLoss {
    /// Adds what the decoder is charged.
    ///
    /// - Parameters:
    ///   - weights: the sum of the squares of its parameters, which is not asked for where it costs nothing.
    ///   - slope: the sum over the items of the squared norms of their Jacobians.
    mutating func add(_ penalty: DecoderPenalty, weights: @autoclosure () -> Double, slope: Double) {
        let weights = penalty.weights > 0 ? weights() : 0
        self["weights"] = Double(items) * weights
        self["slope"] = slope
        loss += penalty.weights * Double(items) * weights + penalty.slope * slope
    }
}
