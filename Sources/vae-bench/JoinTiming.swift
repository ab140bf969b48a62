import TensorStreams
import Threads

/// How often a step of training waits for all threads, and what that costs.
struct JoinTiming {
    static let columns = ["model", "threads", "ms_per_step", "joins_per_step", "ns_per_join", "of_step"]

    private let (stepSeconds, joins, joinSeconds): (Double, Double, Double)

    private static let (pieces, batch) = (15, 1000)

    init(_ run: BenchRun, seconds: Double) {
        stepSeconds = TrainingTiming(run, seconds: seconds).stepSeconds
        let before = run.team.joins
        _ = run.time(steps: Self.pieces)
        joins = Double(run.team.joins - before) / Double(Self.pieces)
        joinSeconds = Self.joinSeconds(run.team)
    }

    func row(model: String, threads: Int) -> [TableValue] {
        let share = joins * joinSeconds / stepSeconds
        return [
            .text(model), .integer(threads), .double((stepSeconds * 1e6).rounded() / 1000), .double(joins),
            .integer(Int((joinSeconds * 1e9).rounded())), .double((share * 1000).rounded() / 1000),
        ]
    }

    /// The median time of work that is nothing but a piece for each thread. A thread alone has no one to wait for.
    private static func joinSeconds(_ team: ThreadTeam) -> Double {
        let times = (0..<pieces).map { _ in
            let start = Clock.now
            for _ in 0..<batch { team.forEach(team.threads) { _ in } }
            return (Clock.now - start) / Double(batch)
        }
        return team.isAlone ? 0 : times.sorted()[pieces / 2]
    }
}
