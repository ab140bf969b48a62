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

    /// What it takes longer to do a piece on each thread than to do one alone; medians. A thread alone has no one to wait for.
    private static func joinSeconds(_ team: ThreadTeam) -> Double {
        if team.isAlone { return 0 }
        let piece = median { work() }
        return max(0, median { team.forEach(team.threads) { _ in work() } } - piece)
    }

    private static func median(_ body: () -> Void) -> Double {
        let times = (0..<pieces).map { _ in
            let start = Clock.now
            for _ in 0..<batch { body() }
            return (Clock.now - start) / Double(batch)
        }
        return times.sorted()[pieces / 2]
    }

    /// A few microseconds, as a small kernel's share takes: no thread is done before another can have begun.
    @inline(never) private static func work() {
        var value: UInt64 = 1
        for _ in 0..<4000 { value = value &* 6_364_136_223_846_793_005 &+ 1 }
        precondition(value != 0, "an odd and an even number in turn are never 0 here")
    }
}
