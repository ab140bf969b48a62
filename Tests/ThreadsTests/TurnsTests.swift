import Testing
import Threads

@Suite struct TurnsTests {
    /// What happened, in order.
    private final class Events: @unchecked Sendable {
        // The thread sanitizer knows POSIX' locks, and not those of Swift's.
        private let adding = Condition()
        private var all: [String] = []

        func add(_ event: String) { adding.locked { all.append(event) } }
        var list: [String] { adding.locked { all } }

        func of(_ body: Int) -> [String] { list.filter { $0.contains("\(body) ") || $0.contains("met") } }
    }

    private static func events(_ runs: [Range<Int>], rounds: Int) -> Events {
        let (turns, events) = (Turns(runs), Events())
        for round in 0..<rounds {
            turns.run { number in
                events.add("\(number) begins \(round)")
                turns.meet(number) { events.add("met in \(round)") }
                events.add("\(number) ends \(round)")
            }
        }
        return events
    }

    @Test(arguments: [1, 2, 5]) func bodiesOfOneRunGoOnInTheirOrder(count: Int) {
        let expected = (0..<3).flatMap { round in
            (0..<count).map { "\($0) begins \(round)" } + ["met in \(round)"]
                + (0..<count).map { "\($0) ends \(round)" }
        }
        #expect(Self.events([0..<count], rounds: 3).list == expected)
    }

    @Test(arguments: [[0..<1, 1..<2], [0..<2, 2..<4], [0..<1, 1..<4, 4..<6]]) func runsGoOnWhenAllHaveMet(
        runs: [Range<Int>]
    ) {
        let (events, rounds) = (Self.events(runs, rounds: 300), 0..<300)
        for number in runs.joined() {
            #expect(
                events.of(number)
                    == rounds.flatMap { ["\(number) begins \($0)", "met in \($0)", "\(number) ends \($0)"] })
        }
        for run in runs {
            let own = events.list.filter { event in run.contains { event.hasPrefix("\($0) ") } }
            #expect(
                own
                    == rounds.flatMap { round in
                        run.map { "\($0) begins \(round)" } + run.map { "\($0) ends \(round)" }
                    })
        }
    }
}
