import Glibc
import Synchronization

/// A fixed number of threads that share out the pieces of one kernel at a time.
///
/// Kernels are short (microseconds), so workers spin for a moment before they sleep, and the caller works too.
/// Pieces are claimed in any order, but each writes results of its own and no sum is ever split between them:
/// a result does not depend on the number of threads or on their timing.
public final class ThreadTeam: @unchecked Sendable {
    public let threads: Int

    private let generation = Atomic<Int>(0)
    private let nextPiece = Atomic<Int>(0)
    private let running = Atomic<Int>(0)
    private let sleepers = Atomic<Int>(0)
    private var pieces = 0
    private var body: ((Int) -> Void)?
    private var stopping = false
    private var workers: [pthread_t] = []
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    /// Looks at the generation that a waiting thread makes before it sleeps or yields: tens of microseconds.
    private static let spins = 20_000

    /// Processors that are there to work on.
    public static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    public init(threads: Int) {
        self.threads = max(1, threads)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(wake, nil)
        for _ in 1..<self.threads {
            var worker = pthread_t()
            let context = Unmanaged.passUnretained(self).toOpaque()
            let failed = pthread_create(
                &worker, nil,
                { context in
                    // A worker must not keep its team alive, or the team would never end.
                    Unmanaged<ThreadTeam>.fromOpaque(context!)._withUnsafeGuaranteedRef { $0.work() }
                    return nil
                }, context)
            if failed == 0 { workers.append(worker) }
        }
    }

    deinit {
        stopping = true
        announce()
        for worker in workers { pthread_join(worker, nil) }
        pthread_cond_destroy(wake)
        pthread_mutex_destroy(mutex)
        wake.deallocate()
        mutex.deallocate()
    }

    /// Runs `body` once for every piece in `0..<pieces`, on all threads, and returns when the last is done.
    package func forEach(_ pieces: Int, _ body: (Int) -> Void) {
        if workers.isEmpty || pieces <= 1 {
            for piece in 0..<pieces { body(piece) }
            return
        }
        withoutActuallyEscaping(body) { body in
            self.body = body
            self.pieces = pieces
            nextPiece.store(0, ordering: .relaxed)
            running.store(workers.count, ordering: .relaxed)
            announce()
            claimPieces(body)
            waitForWorkers()
            self.body = nil
        }
    }

    /// Splits `0..<count` into about equal ranges, a few for each thread and none shorter than `grain`.
    package func forEachRange(of count: Int, grain: Int = 1, _ body: (Range<Int>) -> Void) {
        guard count > 0 else { return }
        let pieces = workers.isEmpty ? 1 : max(1, min(threads * 4, count / max(grain, 1)))
        forEach(pieces) { piece in
            body(count * piece / pieces..<count * (piece + 1) / pieces)
        }
    }

    private func announce() {
        generation.add(1, ordering: .sequentiallyConsistent)
        guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
        pthread_mutex_lock(mutex)
        pthread_cond_broadcast(wake)
        pthread_mutex_unlock(mutex)
    }

    private func claimPieces(_ body: (Int) -> Void) {
        while true {
            let piece = nextPiece.add(1, ordering: .relaxed).oldValue
            if piece >= pieces { return }
            body(piece)
        }
    }

    private func waitForWorkers() {
        var looks = 0
        while running.load(ordering: .acquiring) > 0 {
            looks += 1
            if looks > Self.spins { sched_yield() }
        }
    }

    private func work() {
        var seen = 0
        while true {
            seen = waitForGeneration(after: seen)
            if stopping { return }
            if let body { claimPieces(body) }
            running.subtract(1, ordering: .releasing)
        }
    }

    private func waitForGeneration(after seen: Int) -> Int {
        for _ in 0..<Self.spins {
            let now = generation.load(ordering: .acquiring)
            if now != seen { return now }
        }
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        sleepers.add(1, ordering: .sequentiallyConsistent)
        defer { sleepers.subtract(1, ordering: .sequentiallyConsistent) }
        while true {
            let now = generation.load(ordering: .sequentiallyConsistent)
            if now != seen { return now }
            pthread_cond_wait(wake, mutex)
        }
    }
}
