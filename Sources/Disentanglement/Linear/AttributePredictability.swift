import Threads

/// The separated attribute predictability (Kumar et al. 2018, section 3): how much better a factor is predicted from the
/// best coordinate than from the second best, in the mean over the factors.
///
/// A factor of classes is predicted by linear support vector machines, one of each class against the others, with C = 0.01
/// and classes balanced, and its score is the share of the test items that come out right; a continuous factor's score is the
/// squared correlation of the training items.
public enum AttributePredictability {
    private static let cost = 0.01

    /// The mean gap.
    public static func mean(_ representation: Representation, split: Split, team: ThreadTeam) -> Double {
        let scores = scores(representation, split: split, team: team)
        return scores.reduce(0) { $0 + InformationGap.gap($1) } / Double(scores.count)
    }

    /// For each factor, the score of each coordinate.
    public static func scores(_ representation: Representation, split: Split, team: ThreadTeam) -> [[Double]] {
        let (latents, factors) = (representation.latents, representation.factors)
        let all = team.map(latents.count * factors.count) { place in
            score(factors[place / latents.count], from: latents[place % latents.count], split)
        }
        return factors.indices.map { Array(all[$0 * latents.count..<($0 + 1) * latents.count]) }
    }

    private static func score(_ factor: Factor, from latent: [Double], _ split: Split) -> Double {
        if let values = factor.values {
            return squaredCorrelation(split.train.map { latent[$0] }, split.train.map { values[$0] })
        }
        let x = split.train.map { latent[$0] }
        let classes = TrainedClasses(factor, items: split.train)
        let machines = machines(x, classes)
        let right = split.test.count { item in
            classes.original[classes.best(machines.map { $0.decision(latent[item]) })] == factor.classes[item]
        }
        return Double(right) / Double(split.test.count)
    }

    /// A machine for each class, or one for two.
    private static func machines(_ x: [Double], _ classes: TrainedClasses) -> [LineSupportVector] {
        let positive = classes.count == 2 ? [1] : Array(0..<classes.count)
        return positive.map { place in
            let balanced = classes.shares.map { cost / (Double(classes.count) * $0) }
            let others = classes.count == 2 ? balanced[0] : cost
            return LineSupportVector(
                x, isMember: classes.places.map { $0 == place }, costs: (balanced[place], others))
        }
    }

    private static func squaredCorrelation(_ a: [Double], _ b: [Double]) -> Double {
        guard let first = Standardised(a), let second = Standardised(b), first.variance > 1e-12 else { return 0 }
        let mean = zip(first.values, second.values).reduce(0) { $0 + $1.0 * $1.1 } / Double(a.count)
        return mean * mean
    }
}
