import CClosures
import Glibc

/// Bodies of work that take turns: each has a thread of its own, but one alone runs, until it ends or waits for the others.
///
/// The turn goes round in the order of their numbers, so that what they do to things that they share does not depend on timing.
public final class Turns: @unchecked Sendable {
    private let baton: Condition
    private var holder = 0
    private var body = LentClosure()
    private var isLast = false
    private var workers: [pthread_t] = []
    public let count: Int

    /// - Parameter count: of bodies, the first of which runs on the thread of who asks for it.
    public init(count: Int) {
        self.count = max(1, count)
        baton = Condition()
        for number in 1..<self.count {
            let start = Unmanaged.passRetained(Start(turns: self, number: number))
            var worker = pthread_t()
            let failed = pthread_create(
                &worker, nil,
                { context in
                    let start = Unmanaged<Start>.fromOpaque(context!).takeRetainedValue()
                    start.turns._withUnsafeGuaranteedRef { $0.serve(start.number) }
                    return nil
                }, start.toOpaque())
            precondition(failed == 0, "the system has a thread left")
            workers.append(worker)
        }
    }

    /// What a worker is told; it must not keep the turns alive, or they would never end.
    private final class Start {
        let turns: Unmanaged<Turns>
        let number: Int

        init(turns: Turns, number: Int) { (self.turns, self.number) = (Unmanaged.passUnretained(turns), number) }
    }

    deinit {
        isLast = true
        pass(from: 0)
        for worker in workers { pthread_join(worker, nil) }
    }

    /// Runs `body` for each number in `0..<count`, and returns when all have ended. They wait for each other as often.
    public func run(_ body: (Int) -> Void) {
        lend(body, &self.body)
        body(0)
        pass(from: 0)
        wait(for: 0)
    }

    /// Called by the body of a number: returns when all have called it as often.
    ///
    /// - Parameter last: what the last to come does, while the others wait.
    public func meet(_ number: Int, last: () -> Void) {
        if number == count - 1 { last() }
        pass(from: number)
        wait(for: number)
    }

    private func pass(from number: Int) {
        guard count > 1 else { return }
        baton.locked {
            holder = (number + 1) % count
            baton.signalAll()
        }
    }

    private func wait(for number: Int) {
        guard count > 1 else { return }
        baton.locked { while holder != number { baton.wait() } }
    }

    private func serve(_ number: Int) {
        while true {
            wait(for: number)
            if isLast { return pass(from: number) }
            callLentClosure(body, number)
            pass(from: number)
        }
    }
}
