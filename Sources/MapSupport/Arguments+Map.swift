import CommandSupport
import Embedding
import TensorStreams
import Threads

extension Arguments {
    /// Tells on standard error what a map must not be taken for, which share of the neighbours it was made with, and its
    /// trustworthiness where that was asked for.
    ///
    /// - Parameters:
    ///   - noun: what the command calls a map.
    ///   - indistinct: points that cannot be told from any of their neighbours.
    public func tell(
        of map: Points, _ noun: String, for points: Points, indistinct: Int, recall: Double, team: ThreadTeam
    ) {
        if !self[StandardOptions.quiet] {
            if points.areAllEqual {
                note("all rows are the same: the \(noun) is one of chance")
            } else if indistinct > 0 {
                note(
                    "\(indistinct) rows cannot be told from any of their neighbours: how they lie among these is chance"
                )
            }
            tellRecall(recall)
        }
        if self[MapOptions.trustworthiness] { tellTrustworthiness(of: map, for: points, team) }
    }

    /// Says which share of the neighbours was found, unless it is all.
    public func tellRecall(_ recall: Double) {
        if recall == 1 { return }
        note("recall \(Self.rounded(recall)): the share of the true neighbours found, in a sample of the rows")
    }

    private func tellTrustworthiness(of map: Points, for points: Points, _ team: ThreadTeam) {
        let neighbours = min(15, (points.count - 1) / 2)
        guard neighbours > 0 else { return note("no trustworthiness: it takes 3 rows at least") }
        let trust = Trustworthiness(of: map, for: points, neighbours: neighbours, team: team)
        note("trustworthiness \(Self.rounded(trust.value)) at \(neighbours) neighbours, of \(trust.sampleCount) rows")
    }

    /// To four digits behind the point.
    public static func rounded(_ value: Double) -> String { NumberText.of((value * 10_000).rounded() / 10_000) }
}
