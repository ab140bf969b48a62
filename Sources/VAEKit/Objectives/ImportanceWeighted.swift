/// `iwae [samples K] [gradient standard|stl|dreg] [groups G [grouped both|encoder]] [plain W]`: −log 1/K Σ w over K draws of z
/// from the posterior, where log w = −recon + beta · (log p(z) − log q(z | x)) (Burda et al. 2015, equation 8, where beta is 1).
/// K is 5 where nothing is said.
///
/// Of Rainforth et al. 2018 are the means of the bounds of G groups of draws (MIWAE), which the encoder alone may follow
/// (PIWAE), and W · the plain bound + (1 − W) · that of the weights (CIWAE).
///
/// Its terms are those of the plain bound: recon is the mean over the draws, and kl the divergence itself.
struct ImportanceWeighted: Regulariser {
    static let name = "iwae"
    let terms = ["kl"]
    let samples: Int
    private let weighing: ImportanceWeighing

    /// What is taken for the gradient of the encoder; the decoder's is always that of the loss.
    enum Gradient: String, CaseIterable, Sendable {
        /// The loss's own: each draw's by its normalised weight w̃ (Burda et al. 2015, equation 14).
        case standard
        /// The same, but through z alone, without what the posterior's moments do to log q where z stays: that is 0 in the mean
        /// over single draws, but not where several share their weights (Roeder et al. 2017; Tucker et al. 2019, section 6.1).
        case stl
        /// Through z alone, by w̃²: the loss's gradient in the mean, whatever the number of draws (Tucker et al. 2019, equation
        /// 8). Where beta is not 1, by (1 − beta) · w̃ + beta · w̃².
        case dreg
    }

    init(_ words: inout ObjectiveWords) throws(NetworkError) {
        samples = try words.count("samples", in: Draws.counts) ?? 5
        var weighing = ImportanceWeighing()
        weighing.gradient = try words.choice("gradient") ?? .standard
        weighing.groups = try words.count("groups", in: 1...samples) ?? 1
        guard samples % weighing.groups == 0 else {
            throw NetworkError("'iwae': \(samples) samples do not fall into \(weighing.groups) groups of one size")
        }
        weighing.groupsEncoderAlone = try words.choice("grouped") == Grouped.encoder
        weighing.plainPart = try words.option("plain", in: 0...1) ?? 0
        self.weighing = weighing
    }

    /// Whose bound is the mean of the groups'.
    private enum Grouped: String, CaseIterable {
        case both, encoder
    }

    var description: String {
        var text = "iwae samples \(samples) gradient \(weighing.gradient.rawValue)"
        if weighing.groups > 1 { text += " groups \(weighing.groups)" }
        if weighing.groupsEncoderAlone { text += " grouped encoder" }
        if weighing.plainPart > 0 { text += " plain \(ObjectiveWords.text(weighing.plainPart))" }
        return text
    }

    let suitsLevels = true

    var draws: Draws { Draws(count: samples, weighing: .byImportance(weighing)) }

    /// The loss is not its part to tell: it comes of the draws' weights.
    func evaluate(_ batch: LatentBatch) -> RegulariserLoss {
        batch.gradients?.begin(divergenceFactor: 0)
        if weighing.gradient == .standard, let gradients = batch.gradients { addDensity(batch, to: gradients) }
        return RegulariserLoss(terms: SIMD4(batch.divergence, 0, 0, 0), loss: 0)
    }

    /// Of every draw's −log w, −beta · ½ Σ log variance has the same gradient, and their weights add up to 1.
    private func addDensity(_ batch: LatentBatch, to gradients: LatentGradients) {
        let columns = batch.posterior.columns
        let moments = gradients.moments(columns: columns)
        moments.mean.fill(0)
        let factor = Float(-0.5 * batch.beta)
        for at in 0..<moments.logVariance.count { moments.logVariance[at] = factor * batch.shares[at % columns] }
    }
}
