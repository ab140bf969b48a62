import VAEKit

/// The measures of each image, and their means over all that were added.
struct LossReport {
    private let description: ModelDescription
    private let hasLikelihood: Bool
    private var total: BatchLoss
    /// Of each level.
    private(set) var coordinates: [CoordinateStatistics]
    /// Nil from the first batch on that has none.
    private var bits: BitsPerDimension?
    private var (mse, elbo, nll) = (0.0, 0.0, 0.0)

    init(_ model: Autoencoder, hasLikelihood: Bool) {
        (description, self.hasLikelihood) = (model.description, hasLikelihood)
        total = BatchLoss(description.terms)
        coordinates = CoordinateStatistics.ofLevels(description)
    }

    /// The measures that an image's row has.
    static func columns(_ model: Autoencoder, hasLikelihood: Bool) -> [String] {
        ["loss", "recon", "kl", "mse"] + (model.description.hasPosteriorDensity ? ["elbo"] : [])
            + (hasLikelihood ? ["nll"] : [])
    }

    /// The rows of a batch.
    func rows(of batch: MeasuredBatch) -> [[Float]] {
        batch.losses.items.enumerated().map { place, loss in
            var row = [loss.loss, loss.recon, loss.kl, loss.mse]
            if description.hasPosteriorDensity { row.append(Float(loss.elbo)) }
            if hasLikelihood { row.append(Float(-batch.logLikelihoods[place])) }
            return row
        }
    }

    mutating func add(_ batch: MeasuredBatch) {
        bits = total.items == 0 || bits != nil ? batch.bits : nil
        total += batch.losses.total
        for (level, encoding) in batch.losses.encodings.enumerated() { coordinates[level].add(encoding) }
        for loss in batch.losses.items {
            mse += Double(loss.mse)
            elbo += loss.elbo
        }
        nll -= batch.logLikelihoods.reduce(0, +)
    }

    /// The names of all means, and their values.
    var means: [(name: String, value: Double)] {
        let count = Double(total.items)
        var means = Array(zip(["loss"] + total.names, total.mean.values)) + [("mse", mse / count)]
        if description.hasPosteriorDensity { means.append(("elbo", elbo / count)) }
        if hasLikelihood { means.append(("nll", nll / count)) }
        if description.hasPosteriorDensity, let bits {
            means.append(("bits_per_dim", bits(nats: (hasLikelihood ? nll : -elbo) / count)))
        }
        let active = coordinates.map { Double($0.activeCount) }
        means.append(("active_units", active.reduce(0, +)))
        if active.count > 1 { means += active.enumerated().map { ("active_units\($0 + 1)", $1) } }
        return means.map { (name: $0.0, value: $0.1) }
    }
}
