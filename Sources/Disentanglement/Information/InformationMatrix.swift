import Threads

/// The mutual information of every coordinate, in bins of equal width over its range, with every factor, in nats.
public struct InformationMatrix: Sendable {
    /// For each factor, the information of each coordinate.
    public let information: [[Double]]
    /// The entropy of each factor.
    public let entropies: [Double]

    /// - Parameter bins: of each coordinate.
    public init(of representation: Representation, bins: Int, team: ThreadTeam) {
        let factors = representation.factors
        let columns = team.map(representation.latents.count) { place in
            let latent = representation.latents[place]
            let binned = EqualWidthBins(of: latent, count: bins).places(of: latent)
            return factors.map { Self.information(of: binned, bins: bins, about: $0) }
        }
        information = factors.indices.map { factor in columns.map { $0[factor] } }
        entropies = factors.map(\.entropy)
    }

    /// H(bins) + H(classes) − H(both).
    private static func information(of binned: [Int], bins: Int, about factor: Factor) -> Double {
        var both = [Int](repeating: 0, count: bins * factor.classCount)
        var alone = [Int](repeating: 0, count: bins)
        for (place, bin) in binned.enumerated() {
            both[bin * factor.classCount + factor.classes[place]] += 1
            alone[bin] += 1
        }
        return max(0, Entropy.of(counts: alone) + factor.entropy - Entropy.of(counts: both))
    }
}
