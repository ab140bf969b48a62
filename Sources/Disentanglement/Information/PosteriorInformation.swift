import Glibc
import TensorStreams
import Threads

/// The mutual information of every coordinate with every factor under the items' posteriors, I(z_j; v) = H(z_j) − H(z_j | v)
/// in nats, as the authors of the gap estimate it (Chen et al. 2018, appendix C).
///
/// H is the mean of −log of the mean density of all posteriors at draws from some of them; H given v, the same of the items
/// of each class, weighed by their share. An item's draw depends on the seed, the item and the coordinate alone.
public struct PosteriorInformation: Sendable {
    /// For each factor, the information of each coordinate; 0 where the estimate is less.
    public let information: [[Double]]
    /// The entropy of each factor.
    public let entropies: [Double]

    /// - Parameters:
    ///   - samples: how many draws there are of all items, and of those of each class, where there are as many.
    ///   - advance: is told the share of the work that is done.
    public init(
        of posteriors: Posteriors, about factors: [Factor], samples: Int, seed: UInt64, team: ThreadTeam,
        advance: (Double) -> Void = { _ in }
    ) {
        let estimate = Estimate(posteriors: posteriors, samples: samples, seed: seed, team: team)
        let coordinates = posteriors.means.indices
        let count = factors.first?.classes.count ?? 0
        let steps = Double(coordinates.count * (factors.count + 1))
        let whole = coordinates.map { coordinate in
            advance(Double(coordinate) / steps)
            return estimate.entropy(of: coordinate, items: Array(0..<count), set: 0)
        }
        information = factors.indices.map { factor in
            let members = factors[factor].members
            return coordinates.map { coordinate in
                advance(Double((factor + 1) * coordinates.count + coordinate) / steps)
                let given = members.enumerated().reduce(0) { sum, part in
                    part.element.isEmpty
                        ? sum
                        : sum + Double(part.element.count) / Double(count)
                            * estimate.entropy(of: coordinate, items: part.element, set: part.offset + 1)
                }
                return max(0, whole[coordinate] - given)
            }
        }
        entropies = factors.map(\.entropy)
    }
}

/// What the entropies of one table are estimated with.
private struct Estimate {
    let posteriors: Posteriors
    let samples: Int
    let seed: UInt64
    let team: ThreadTeam

    /// The entropy of a coordinate over some items.
    ///
    /// - Parameter set: which items these are; their draws are chosen by a stream of its own.
    func entropy(of coordinate: Int, items: [Int], set: Int) -> Double {
        let (means, logVariances) = (posteriors.means[coordinate], posteriors.logVariances[coordinate])
        let noise = NoiseSource(seed: seed).derived(DrawnStream.samples.rawValue)
        let draws = chosen(items, set: set).map { item in
            let deviation = exp(0.5 * logVariances[item])
            return Float(means[item] + deviation * Double(noise.normal(item * posteriors.means.count + coordinate)))
        }
        return NormalMixture(means: items.map { means[$0] }, logVariances: items.map { logVariances[$0] })
            .crossEntropy(of: draws, team: team)
    }

    /// As many of the items as there shall be draws, at random.
    private func chosen(_ items: [Int], set: Int) -> [Int] {
        if items.count <= samples { return items }
        var random = RandomSource(seed: seed, stream: DrawnStream.samples.rawValue << 32 | UInt64(set))
        var items = items
        for place in 0..<samples { items.swapAt(place, place + random.below(items.count - place)) }
        return Array(items.prefix(samples))
    }
}
