import CClosures
import Glibc
import Synchronization
import TensorStreams

/// A fixed number of threads that share out the pieces of one kernel at a time.
///
/// Kernels are short (microseconds), so a thread that waits looks for a moment before it sleeps, and the caller works too.
/// Each thread first does the pieces that are its own by their numbers, step after step the same, so that weights and
/// what an optimiser keeps of them stay in its core's cache; then what is left of the others'. A kernel ends with its last
/// piece, whoever did it: a thread that lost its processor holds up no more than the one piece that it is at. Each piece
/// writes results of its own and no sum is ever split between them: a result does not depend on the number of threads or
/// on their timing.
public final class ThreadTeam: @unchecked Sendable {
    /// How many threads work is cut for; what is summed in parts may depend on it.
    public let threads: Int

    private let job = OwnLine(Job())
    /// For each thread that runs what is left of its share.
    private let open: [OwnLine<Atomic<OpenTickets>>]
    /// Tickets that are not dealt with.
    private let undone = OwnLine(Atomic<Int>(0))
    private let sleepers = OwnLine(Atomic<Int>(0))
    private let joined = Atomic<Int>(0)
    private var workers: [pthread_t] = []
    private let wake = Condition()
    /// Whether the caller sleeps until the last ticket is dealt with.
    private let callerSleeps = OwnLine(Atomic<Bool>(false))
    private let done = Condition()

    /// What a new generation of work is. All but its number is written while no ticket is out, and read by who has one.
    private struct Job: ~Copyable {
        let generation = Atomic<Int>(0)
        let isLast = Atomic<Bool>(false)
        var pieces = 0
        /// Pieces that a ticket is for.
        var run = 1
        var body = LentClosure()
    }

    private var callersCrowding = Crowding()
    /// When sleepers were last woken, and whether there are some to be woken yet.
    private var (lastWake, isWakeDue) = (0.0, false)

    /// Seconds between two wakings where others want the processors too: who is woken takes one from them, is soon without it
    /// again, and holds up the others with the piece that it has begun. Meanwhile the caller does the work.
    private static let restAfterWaking = 0.1

    /// Looks that a waiting thread takes at least, tens of microseconds, and those that it takes where no one else wants its
    /// processor, some tenths of a millisecond, for which work seldom fails to come.
    private static let (looks, patientLooks) = (20_000, 300_000)

    /// - Parameter threads: nil is one for each processor that may be used. No more are started than the process has
    ///   processors: they would take turns, and each wait for one that has none.
    public convenience init(threads: Int?) {
        self.init(threads: threads ?? Processors.usable, processors: Processors.allowed)
    }

    package init(threads: Int, processors: Int) {
        self.threads = max(1, threads)
        let running = max(1, min(threads, processors))
        open = (0..<running).map { _ in OwnLine(Atomic(OpenTickets(0..<0, generation: 0))) }
        for _ in 1..<running {
            var worker = pthread_t()
            let context = Unmanaged.passUnretained(self).toOpaque()
            let failed = pthread_create(
                &worker, nil,
                { context in
                    // A worker must not keep its team alive, or the team would never end.
                    Unmanaged<ThreadTeam>.fromOpaque(context!)._withUnsafeGuaranteedRef {
                        $0.serve(as: $0.joined.add(1, ordering: .relaxed).newValue)
                    }
                    return nil
                }, context)
            if failed == 0 { workers.append(worker) }
        }
    }

    deinit {
        job.pointer.pointee.isLast.store(true, ordering: .relaxed)
        announce(job.pointer.pointee.generation.load(ordering: .relaxed) + 1)
        wake.locked { wake.signalAll() }
        for worker in workers { pthread_join(worker, nil) }
    }

    /// Runs `body` once for every piece in `0..<pieces`, on all threads, and returns when the last is done.
    @usableFromInline package func forEach(_ pieces: Int, _ body: (Int) -> Void) {
        if isAlone || pieces <= 1 {
            for piece in 0..<pieces { body(piece) }
            return
        }
        let run = (pieces - 1) / OpenTickets.most + 1
        let tickets = (pieces - 1) / run + 1
        let generation = job.pointer.pointee.generation.load(ordering: .relaxed) + 1
        job.pointer.pointee.pieces = pieces
        job.pointer.pointee.run = run
        lend(body, &job.pointer.pointee.body)
        undone.pointer.pointee.store(tickets, ordering: .relaxed)
        for thread in open.indices {
            let share = OpenTickets((0..<tickets).part(thread, of: open.count), generation: generation)
            open[thread].pointer.pointee.store(share, ordering: .releasing)
        }
        announce(generation)
        work(as: 0)
        waitForOthers()
    }

    /// Splits `0..<count` into about equal ranges, a few for each thread and none shorter than `grain`.
    ///
    /// It is compiled into the kernel that calls it, which a single thread then runs through without a call.
    @inlinable package func forEachRange(of count: Int, grain: Int = 1, _ body: (Range<Int>) -> Void) {
        guard count > 0 else { return }
        if isAlone { return body(0..<count) }
        let pieces = max(1, min(threads * 4, count / max(grain, 1)))
        forEach(pieces) { body((0..<count).part($0, of: pieces)) }
    }

    /// Whether there is no one to share work with.
    @usableFromInline package var isAlone: Bool { workers.isEmpty }

    /// How often work has been shared out, and all threads' part of it waited for.
    package var joins: Int { job.pointer.pointee.generation.load(ordering: .relaxed) }

    private func announce(_ generation: Int) {
        job.pointer.pointee.generation.store(generation, ordering: .sequentiallyConsistent)
        isWakeDue = sleepers.pointer.pointee.load(ordering: .sequentiallyConsistent) > 0
        wakeIfDue()
    }

    private func wakeIfDue() {
        guard isWakeDue else { return }
        let now = Clock.now
        if now < lastWake + Self.restAfterWaking, callersCrowding.isFelt() { return }
        (lastWake, isWakeDue) = (now, false)
        wake.locked { wake.signalAll() }
    }

    /// Takes a thread's own tickets, then those that the others have not begun.
    private func work(as thread: Int) {
        var dealtWith = 0
        for distance in open.indices {
            let open = open[(thread + distance) % open.count].pointer
            while let ticket = take(open) {
                run(ticket)
                dealtWith += 1
                if thread == 0 { wakeIfDue() }
            }
        }
        if dealtWith > 0 { settle(dealtWith) }
    }

    private func take(_ open: UnsafeMutablePointer<Atomic<OpenTickets>>) -> Int? {
        var seen = open.pointee.load(ordering: .relaxed)
        while let ticket = seen.first {
            let (exchanged, original) = open.pointee.compareExchange(
                expected: seen, desired: seen.withoutFirst, ordering: .acquiring)
            if exchanged { return ticket }
            seen = original
        }
        return nil
    }

    private func run(_ ticket: Int) {
        let (body, run) = (job.pointer.pointee.body, job.pointer.pointee.run)
        for piece in ticket * run..<min((ticket + 1) * run, job.pointer.pointee.pieces) { callLentClosure(body, piece) }
    }

    private func settle(_ tickets: Int) {
        let left = undone.pointer.pointee.subtract(tickets, ordering: .sequentiallyConsistent).newValue
        guard left == 0, callerSleeps.pointer.pointee.load(ordering: .sequentiallyConsistent) else { return }
        done.locked { done.signalAll() }
    }

    private var isDone: Bool { undone.pointer.pointee.load(ordering: .sequentiallyConsistent) == 0 }

    private func waitForOthers() {
        if look(&callersCrowding, for: { isDone ? true : nil }) != nil { return }
        done.locked {
            callerSleeps.pointer.pointee.store(true, ordering: .sequentiallyConsistent)
            while !isDone { done.wait() }
            callerSleeps.pointer.pointee.store(false, ordering: .sequentiallyConsistent)
        }
    }

    private func serve(as thread: Int) {
        var (seen, crowding) = (0, Crowding())
        while true {
            seen = look(&crowding) { newGeneration(after: seen) } ?? wake.locked { sleep(after: seen) }
            if job.pointer.pointee.isLast.load(ordering: .relaxed) { return }
            work(as: thread)
        }
    }

    /// - Returns: nil when it is time to sleep.
    private func look<Sight>(_ crowding: inout Crowding, for sight: () -> Sight?) -> Sight? {
        for _ in 0..<Self.looks { if let seen = sight() { return seen } }
        if crowding.isFelt() { return nil }
        for _ in 0..<Self.patientLooks { if let seen = sight() { return seen } }
        return nil
    }

    private func newGeneration(after seen: Int) -> Int? {
        let now = job.pointer.pointee.generation.load(ordering: .sequentiallyConsistent)
        return now == seen ? nil : now
    }

    private func sleep(after seen: Int) -> Int {
        sleepers.pointer.pointee.add(1, ordering: .sequentiallyConsistent)
        defer { sleepers.pointer.pointee.subtract(1, ordering: .sequentiallyConsistent) }
        while true {
            if let generation = newGeneration(after: seen) { return generation }
            wake.wait()
        }
    }
}

/// The words of a closure, which may be called for as long as the caller of this function has not returned.
@_silgen_name("lendClosure")
func lend(_ body: (Int) -> Void, _ closure: UnsafeMutablePointer<LentClosure>)
