import CClosures
import Glibc
import Synchronization

/// Bodies of work that wait for each other now and then, in runs that go side by side.
///
/// Each body has a thread of its own, but of those of a run one alone goes on, until it ends or waits for the others; then it is
/// the next one's turn, in the order of their numbers. So what the bodies of one run do to things that they share does not
/// depend on timing. Where there are as many runs as processors, each keeps to one: a thread whose turn has come would else be
/// woken on that of another run, and wait there for it.
public final class Turns: @unchecked Sendable {
    private let runs: [Run]
    /// Who asks for work, and waits until it is done.
    private let caller = Baton()
    /// Runs whose bodies have all ended, or wait for those of other runs.
    private let arrived = Atomic<Int>(0)
    private var body = LentClosure()
    private var isLast = false
    private var workers: [pthread_t] = []

    /// Whose turn it is among threads of which one alone has it.
    private final class Baton {
        private let passing = Condition()
        private var holder: Int?

        /// - Parameter number: nil where it is no one's turn.
        func pass(to number: Int?) {
            passing.locked {
                holder = number
                passing.signalAll()
            }
        }

        func wait(for number: Int) { passing.locked { while holder != number { passing.wait() } } }
    }

    private struct Run {
        let bodies: Range<Int>
        let baton = Baton()
        /// The processor that it keeps to.
        let processor: Int?

        func begin() { baton.pass(to: bodies.lowerBound) }
    }

    /// - Parameter runs: the numbers of the bodies, one run behind the other from 0.
    public init(_ runs: [Range<Int>]) {
        let processors = Processors.numbers.count == runs.count ? Processors.numbers : []
        self.runs = runs.enumerated().map { place, bodies in
            Run(bodies: bodies, processor: processors.isEmpty ? nil : processors[place])
        }
        guard !isLone else { return }
        for run in self.runs { for number in run.bodies { start(number, of: run) } }
    }

    /// Whether there is no one to wait for: the body then runs on the thread of who asks for it.
    private var isLone: Bool { runs.count == 1 && runs[0].bodies.count == 1 }

    private func start(_ number: Int, of run: Run) {
        let start = Unmanaged.passRetained(Start(turns: self, run: run, number: number))
        var worker = pthread_t()
        let failed = pthread_create(
            &worker, nil,
            { context in
                let start = Unmanaged<Start>.fromOpaque(context!).takeRetainedValue()
                start.turns._withUnsafeGuaranteedRef { $0.serve(start.number, of: start.run) }
                return nil
            }, start.toOpaque())
        precondition(failed == 0, "the system has a thread left")
        workers.append(worker)
    }

    /// What a worker is told; it must not keep the turns alive, or they would never end.
    private final class Start {
        let turns: Unmanaged<Turns>
        let run: Run
        let number: Int

        init(turns: Turns, run: Run, number: Int) {
            (self.turns, self.run, self.number) = (Unmanaged.passUnretained(turns), run, number)
        }
    }

    deinit {
        isLast = true
        for run in runs { run.begin() }
        for worker in workers { pthread_join(worker, nil) }
    }

    /// Runs `body` for each number, and returns when all have ended. They wait for each other as often.
    public func run(_ body: (Int) -> Void) {
        if isLone { return body(0) }
        lend(body, &self.body)
        caller.pass(to: nil)
        for run in runs { run.begin() }
        caller.wait(for: 0)
    }

    /// Called by the body of a number: returns when all have called it as often.
    ///
    /// - Parameter last: what the last to come does, while the others wait.
    public func meet(_ number: Int, last: () -> Void) {
        if isLone { return last() }
        guard let run = runs.first(where: { $0.bodies.contains(number) }) else {
            preconditionFailure("each body is of a run")
        }
        pass(from: number, of: run) {
            last()
            for run in runs { run.begin() }
        }
        run.baton.wait(for: number)
    }

    /// Gives the turn to the next body of a run; after the last of all runs, to whom `whenAll` gives it.
    private func pass(from number: Int, of run: Run, whenAll: () -> Void) {
        if number + 1 < run.bodies.upperBound { return run.baton.pass(to: number + 1) }
        run.baton.pass(to: nil)
        guard arrived.add(1, ordering: .acquiringAndReleasing).newValue == runs.count else { return }
        arrived.store(0, ordering: .relaxed)
        whenAll()
    }

    private func serve(_ number: Int, of run: Run) {
        run.processor.map { Processors.keep(to: $0) }
        while true {
            run.baton.wait(for: number)
            // Asked while it is its turn: after that, who has asked for the work may be done with all of it.
            if isLast { return pass(from: number, of: run) {} }
            callLentClosure(body, number)
            pass(from: number, of: run) { caller.pass(to: 0) }
        }
    }
}
