import CClosures
import Glibc
import Synchronization

/// A fixed number of threads that share out the pieces of one kernel at a time.
///
/// Kernels are short (microseconds), so workers spin and yield for a moment before they sleep, and the caller works too.
/// Each thread first does the pieces that are its own by their numbers, step after step the same, so that weights and
/// what an optimiser keeps of them stay in its core's cache; then what is left of the others'. Each piece writes results
/// of its own and no sum is ever split between them: a result does not depend on the number of threads or on their timing.
public final class ThreadTeam: @unchecked Sendable {
    public let threads: Int

    private let job = OwnLine(Job())
    /// For each thread the number of the next of its own pieces.
    private let next: [OwnLine<Atomic<Int>>]
    private let running = OwnLine(Atomic<Int>(0))
    private let sleepers = OwnLine(Atomic<Int>(0))
    private let joined = Atomic<Int>(0)
    private var workers: [pthread_t] = []
    private let wake = Condition()

    /// What a new generation of work is; written before the generation is, and not again until all threads are done.
    private struct Job: ~Copyable {
        let generation = Atomic<Int>(0)
        var pieces = 0
        var body = LentClosure()
        var isLast = false
    }

    /// Looks that a waiting thread takes before it begins to yield: tens of microseconds.
    private static let spins = 20_000
    /// Times that it yields before it sleeps: about half a millisecond where no one else wants the processor.
    private static let yields = 1_000

    /// - Parameter threads: nil is one for each processor that may be used.
    public init(threads: Int?) {
        self.threads = max(1, threads ?? Processors.usable)
        next = (0..<self.threads).map { _ in OwnLine(Atomic<Int>(0)) }
        for _ in 1..<self.threads {
            var worker = pthread_t()
            let context = Unmanaged.passUnretained(self).toOpaque()
            let failed = pthread_create(
                &worker, nil,
                { context in
                    // A worker must not keep its team alive, or the team would never end.
                    Unmanaged<ThreadTeam>.fromOpaque(context!)._withUnsafeGuaranteedRef {
                        $0.work(as: $0.joined.add(1, ordering: .relaxed).newValue)
                    }
                    return nil
                }, context)
            if failed == 0 { workers.append(worker) }
        }
    }

    deinit {
        job.pointer.pointee.isLast = true
        announce()
        for worker in workers { pthread_join(worker, nil) }
    }

    /// Runs `body` once for every piece in `0..<pieces`, on all threads, and returns when the last is done.
    @usableFromInline package func forEach(_ pieces: Int, _ body: (Int) -> Void) {
        if isAlone || pieces <= 1 {
            for piece in 0..<pieces { body(piece) }
            return
        }
        job.pointer.pointee.pieces = pieces
        lend(body, &job.pointer.pointee.body)
        for thread in 0..<threads {
            next[thread].pointer.pointee.store(first(of: thread, pieces), ordering: .relaxed)
        }
        running.pointer.pointee.store(workers.count, ordering: .relaxed)
        announce()
        work(on: job.pointer.pointee.body, pieces, as: 0)
        waitForWorkers()
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

    private func announce() {
        job.pointer.pointee.generation.add(1, ordering: .sequentiallyConsistent)
        guard sleepers.pointer.pointee.load(ordering: .sequentiallyConsistent) > 0 else { return }
        wake.locked { wake.signalAll() }
    }

    private func first(of thread: Int, _ pieces: Int) -> Int { pieces * thread / threads }

    /// Does a thread's own pieces, then those that the others have not begun.
    private func work(on body: LentClosure, _ pieces: Int, as thread: Int) {
        for distance in 0..<threads {
            let owner = (thread + distance) % threads
            let end = first(of: owner + 1, pieces)
            let next = next[owner].pointer
            while next.pointee.load(ordering: .relaxed) < end {
                let piece = next.pointee.add(1, ordering: .relaxed).oldValue
                if piece < end { callLentClosure(body, piece) }
            }
        }
    }

    private func waitForWorkers() {
        var looks = 0
        while running.pointer.pointee.load(ordering: .acquiring) > 0 {
            looks += 1
            if looks > Self.spins { sched_yield() }
        }
    }

    private func work(as thread: Int) {
        var seen = 0
        while true {
            seen = waitForGeneration(after: seen)
            if job.pointer.pointee.isLast { return }
            work(on: job.pointer.pointee.body, job.pointer.pointee.pieces, as: thread)
            running.pointer.pointee.subtract(1, ordering: .releasing)
        }
    }

    private func waitForGeneration(after seen: Int) -> Int {
        for look in 0..<Self.spins + Self.yields {
            let now = job.pointer.pointee.generation.load(ordering: .acquiring)
            if now != seen { return now }
            if look >= Self.spins { sched_yield() }
        }
        return wake.locked { sleep(after: seen) }
    }

    private func sleep(after seen: Int) -> Int {
        sleepers.pointer.pointee.add(1, ordering: .sequentiallyConsistent)
        defer { sleepers.pointer.pointee.subtract(1, ordering: .sequentiallyConsistent) }
        while true {
            let now = job.pointer.pointee.generation.load(ordering: .sequentiallyConsistent)
            if now != seen { return now }
            wake.wait()
        }
    }
}

/// The words of a closure, which may be called for as long as the caller of this function has not returned.
@_silgen_name("lendClosure")
private func lend(_ body: (Int) -> Void, _ closure: UnsafeMutablePointer<LentClosure>)
