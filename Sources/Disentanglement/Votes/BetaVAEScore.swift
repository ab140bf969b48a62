import TensorStreams
import Threads

/// The score of Higgins et al. 2017 (beta-VAE, section 3): the mean distance, coordinate by coordinate, of pairs that share
/// one factor is a point; the score is how often logistic regression tells the factor from it.
public enum BetaVAEScore {
    public static func accuracy(_ representation: Representation, _ settings: VoteSettings, team: ThreadTeam)
        -> HeldFactorAccuracy
    {
        let items = ChosenItems(representation)
        func points(_ stream: DrawnStream, _ count: Int) -> (values: [Double], factors: [Int]) {
            let all = team.map(count) { number in
                var random = settings.random(stream, vote: number)
                return point(representation.latents, items, settings.batch, &random)
            }
            return (all.flatMap(\.distances), all.map(\.factor))
        }
        let training = points(.training, settings.training)
        let evaluation = points(.evaluation, settings.evaluation)
        let model = LogisticRegression(
            training.values, width: representation.latents.count, labels: training.factors, team: team)
        return HeldFactorAccuracy(
            training: model.accuracy(training.values, labels: training.factors),
            evaluation: model.accuracy(evaluation.values, labels: evaluation.factors))
    }

    private static func point(
        _ latents: [[Double]], _ items: ChosenItems, _ pairs: Int, _ random: inout RandomSource
    ) -> (distances: [Double], factor: Int) {
        let factor = random.below(items.factorCount)
        let chosen = (0..<pairs).map { _ in
            let first = items.any(&random)
            return (first, items.item(like: first, in: factor, &random))
        }
        let distances = latents.map { latent in
            chosen.reduce(0) { $0 + abs(latent[$1.0] - latent[$1.1]) } / Double(pairs)
        }
        return (distances, factor)
    }
}
