import Threads

/// How well factors can be read from all coordinates at once by a linear predictor, on items that it has not seen.
///
/// Coordinates are standardised by the training items. Classes are predicted by logistic regression with a penalty of
/// ½|W|², and scored by the share that comes out right.
public enum LinearProbe {
    /// For each factor its accuracy.
    public static func accuracies(_ representation: Representation, split: Split, team: ThreadTeam) -> [Double] {
        let columns = representation.latents.compactMap { latent -> [Double]? in
            guard let standard = Standardised(split.train.map { latent[$0] }) else { return nil }
            let scale = 1 / standard.variance.squareRoot()
            return latent.map { ($0 - standard.mean) * scale }
        }
        let (train, test) = (rows(columns, split.train), rows(columns, split.test))
        return representation.factors.map { factor in
            let labels = split.train.map { factor.classes[$0] }
            return LogisticRegression(train, width: columns.count, labels: labels, team: team)
                .accuracy(test, labels: split.test.map { factor.classes[$0] })
        }
    }

    private static func rows(_ columns: [[Double]], _ items: [Int]) -> [Double] {
        items.flatMap { item in columns.map { $0[item] } }
    }
}
