import Synchronization
import TestSupport
import Testing
import Threads

@Suite struct ThreadTeamTests {
    @Test(arguments: 1...4, [1, 2, 4]) func doesEveryPieceOnce(threads: Int, processors: Int) {
        let team = ThreadTeam(threads: threads, processors: processors)
        #expect(team.threads == threads && team.isAlone == (min(threads, processors) == 1))
        for pieces in [0, 1, 2, 3, 17, 1000] {
            let counts = (0..<pieces).map { _ in Counter() }
            for _ in 0..<20 { team.forEach(pieces) { counts[$0].value.add(1, ordering: .relaxed) } }
            #expect(counts.allSatisfy { $0.value.load(ordering: .relaxed) == 20 })
        }
    }

    @Test(arguments: 1...3, [1, 5, 100]) func rangesCoverEverythingOnce(threads: Int, grain: Int) {
        let team = ThreadTeam(threads: threads, processors: threads)
        for count in [0, 1, 2, 7, 99, 100, 1001] {
            let counts = (0..<count).map { _ in Counter() }
            team.forEachRange(of: count, grain: grain) { range in
                for index in range { counts[index].value.add(1, ordering: .relaxed) }
            }
            #expect(counts.allSatisfy { $0.value.load(ordering: .relaxed) == 1 })
        }
    }

    /// What a thread does not get to is done by the others.
    @Test(arguments: 2...3, [0, 11]) func takesOverFromAThreadThatIsHeldUp(threads: Int, slow: Int) {
        let team = ThreadTeam(threads: threads, processors: threads)
        let done = Counter()
        let limit = ContinuousClock.now + .seconds(60)
        team.forEach(12) { piece in
            while piece == slow, done.value.load(ordering: .relaxed) < 11, ContinuousClock.now < limit {}
            done.value.add(1, ordering: .relaxed)
        }
        #expect(ContinuousClock.now < limit)
    }

    /// Workers that went to sleep are woken, and end with their team.
    @Test func endsItsThreads() async throws {
        weak var gone: ThreadTeam?
        do {
            let team = ThreadTeam(threads: 3, processors: 3)
            gone = team
            team.forEach(8) { _ in }
            try await Task.sleep(for: .milliseconds(20))
            let count = Counter()
            team.forEach(100) { _ in count.value.add(1, ordering: .relaxed) }
            #expect(count.value.load(ordering: .relaxed) == 100)
        }
        for _ in 0..<200 where gone != nil { try await Task.sleep(for: .milliseconds(10)) }
        #expect(gone == nil)
    }

    private final class Counter: Sendable {
        let value = Atomic<Int>(0)
    }
}
