import TensorStreams
import Threads

/// The coordinates that may vote for the factor that a batch shares.
struct Voters {
    /// Coordinates in units of their standard deviation at large.
    private let latents: [[Double]]
    private let items: ChosenItems
    private let batch: Int

    init(_ representation: Representation, batch: Int) {
        let spread = Double(representation.count) / Double(max(1, representation.count - 1))
        latents = representation.latents.compactMap { latent in
            guard let standard = Standardised(latent),
                (standard.variance * spread).squareRoot() >= FactorVAEScore.leastDeviation
            else { return nil }
            return standard.values
        }
        items = ChosenItems(representation)
        self.batch = batch
    }

    var isEmpty: Bool { latents.isEmpty }

    /// For each coordinate, its votes for each factor.
    func votes(_ votes: Int, _ team: ThreadTeam, _ random: (Int) -> RandomSource) -> [[Int]] {
        let cast = team.map(votes) { number in
            var random = random(number)
            return vote(&random)
        }
        var counts = latents.map { _ in [Int](repeating: 0, count: items.factorCount) }
        for vote in cast { counts[vote.coordinate][vote.factor] += 1 }
        return counts
    }

    private func vote(_ random: inout RandomSource) -> (coordinate: Int, factor: Int) {
        let factor = random.below(items.factorCount)
        let first = items.any(&random)
        let chosen = [first] + (1..<batch).map { _ in items.item(like: first, in: factor, &random) }
        let spreads = latents.map { spread($0, chosen) }
        return (spreads.indices.reduce(0) { spreads[$1] < spreads[$0] ? $1 : $0 }, factor)
    }

    /// The sum of squares about the mean.
    private func spread(_ latent: [Double], _ chosen: [Int]) -> Double {
        let mean = chosen.reduce(0) { $0 + latent[$1] } / Double(chosen.count)
        return chosen.reduce(0) { $0 + (latent[$1] - mean) * (latent[$1] - mean) }
    }
}
