import Glibc

/// Entropies of what has been counted, in nats.
enum Entropy {
    /// −Σ p log p, where p is a count's share of all.
    static func of(counts: [Int]) -> Double {
        let total = Double(counts.reduce(0, +))
        return -counts.reduce(0) { sum, count in
            let share = Double(count) / total
            return count > 0 ? sum + share * log(share) : sum
        }
    }

    /// −Σ p log p of weights that need not sum to 1.
    static func of(weights: [Double]) -> Double {
        let total = weights.reduce(0, +)
        return -weights.reduce(0) { sum, weight in
            weight > 0 ? sum + weight / total * log(weight / total) : sum
        }
    }
}
