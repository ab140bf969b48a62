import Testing
import Threads

@Suite struct TurnsTests {
    /// What happened, in order; bodies run one at a time.
    private final class Events: @unchecked Sendable {
        var all: [String] = []
    }

    @Test(arguments: [1, 2, 5]) func bodiesGoOnWhenAllHaveMet(count: Int) {
        let (turns, events) = (Turns(count: count), Events())
        for round in 0..<3 {
            turns.run { number in
                events.all.append("\(round): \(number) begins")
                turns.meet(number) { events.all.append("\(round): met") }
                events.all.append("\(round): \(number) ends")
            }
        }
        let expected = (0..<3).flatMap { round in
            (0..<count).map { "\(round): \($0) begins" } + ["\(round): met"]
                + (0..<count).map { "\(round): \($0) ends" }
        }
        #expect(events.all == expected)
    }
}
