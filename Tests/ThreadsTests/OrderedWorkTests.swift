import Glibc
import Synchronization
import Testing
import Threads

@Suite struct OrderedWorkTests {
    private struct Broken: Error, Equatable { var place: Int }

    /// The numbers below `count`, then the end or an error.
    private final class Numbers {
        private var next = 0
        private let count: Int
        private let error: Broken?

        init(_ count: Int, error: Broken? = nil) { (self.count, self.error) = (count, error) }

        func read() throws -> Int? {
            if next == count {
                if let error { throw error }
                return nil
            }
            next += 1
            return next - 1
        }
    }

    private func work(_ numbers: Numbers, threads: Int, _ body: @escaping (Int) throws -> Int) -> OrderedWork<Int, Int>
    {
        OrderedWork(threads: threads, read: numbers.read, makeWorker: { body })
    }

    @Test(arguments: 0...4) func keepsTheOrder(threads: Int) throws {
        // Later elements are done before earlier ones.
        let squares = work(Numbers(200), threads: threads) { number in
            if number % 5 == 0 { usleep(500) }
            return number * number
        }
        for number in 0..<200 { #expect(try squares.next() == number * number) }
        #expect(try squares.next() == nil)
        #expect(try squares.next() == nil)
    }

    @Test(arguments: 0...3) func passesOnErrorsInTheirPlace(threads: Int) throws {
        let unread = work(Numbers(7, error: Broken(place: 7)), threads: threads) { $0 }
        for number in 0..<7 { #expect(try unread.next() == number) }
        for _ in 0..<2 { #expect(throws: Broken(place: 7)) { try unread.next() } }
        let undone = work(Numbers(100), threads: threads) { number in
            if number == 3 { throw Broken(place: number) }
            return number
        }
        for number in 0..<3 { #expect(try undone.next() == number) }
        for _ in 0..<2 { #expect(throws: Broken(place: 3)) { try undone.next() } }
    }

    @Test(arguments: 0...3) func workersAreFewAndUsedByOneThreadAtATime(threads: Int) throws {
        let made = Atomic<Int>(0)
        let work = OrderedWork<Int, Int>(threads: threads, read: Numbers(100).read) {
            made.add(1, ordering: .relaxed)
            var isAtWork = false
            return { number in
                #expect(!isAtWork)
                isAtWork = true
                usleep(100)
                isAtWork = false
                return number
            }
        }
        while try work.next() != nil {}
        #expect((1...max(1, threads)).contains(made.load(ordering: .relaxed)))
    }

    @Test func aWorkerThatCannotBeMadeIsAnError() {
        let work = OrderedWork<Int, Int>(threads: 2, read: Numbers(3).read) { throw Broken(place: -1) }
        #expect(throws: Broken(place: -1)) { try work.next() }
    }

    /// No more is read than may be at work, and nothing after the one who takes has gone.
    @Test func readsNoFurtherThanItMay() async throws {
        let read = Atomic<Int>(0)
        do {
            let work = OrderedWork<Int, Int>(
                threads: 2, read: { read.add(1, ordering: .relaxed).newValue }, makeWorker: { { $0 } })
            #expect(try work.next() == 1)
            try await Task.sleep(for: .milliseconds(50))
            #expect(read.load(ordering: .relaxed) <= 5)
        }
        let last = read.load(ordering: .relaxed)
        try await Task.sleep(for: .milliseconds(50))
        #expect(read.load(ordering: .relaxed) <= last + 1)
    }
}
