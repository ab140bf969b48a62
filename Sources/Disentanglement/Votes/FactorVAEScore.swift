import Threads

/// The score of Kim & Mnih 2018 (FactorVAE, appendix): in a batch that shares one factor, the coordinate that varies least,
/// against how it varies at large, votes for that factor; the score is the share of the votes for the factor that a
/// coordinate votes for most.
public enum FactorVAEScore {
    /// Coordinates whose standard deviation is less have collapsed to the prior, and do not vote.
    public static let leastDeviation = 0.05

    /// Both shares are 0 where no coordinate may vote.
    public static func accuracy(_ representation: Representation, _ settings: VoteSettings, team: ThreadTeam)
        -> HeldFactorAccuracy
    {
        let voters = Voters(representation, batch: settings.batch)
        if voters.isEmpty { return HeldFactorAccuracy(training: 0, evaluation: 0) }
        func ballot(_ stream: DrawnStream, _ votes: Int) -> [[Int]] {
            voters.votes(votes, team) { settings.random(stream, vote: $0) }
        }
        let training = ballot(.training, settings.training)
        let elected = training.map { counts in counts.indices.reduce(0) { counts[$1] > counts[$0] ? $1 : $0 } }
        func share(_ ballot: [[Int]]) -> Double {
            let right = zip(ballot, elected).reduce(0) { $0 + $1.0[$1.1] }
            return Double(right) / Double(ballot.joined().reduce(0, +))
        }
        return HeldFactorAccuracy(
            training: share(training), evaluation: share(ballot(.evaluation, settings.evaluation)))
    }
}
