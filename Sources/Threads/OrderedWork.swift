/// Work on the elements of a stream, whole elements on several threads, handed out in the stream's order.
///
/// Threads take turns to read, so that one unpacks the next element while others work. Where there can be no threads, the
/// work is done as it is asked for.
public final class OrderedWork<Input, Output> {
    public typealias Worker = (Input) throws -> Output

    private let desk: Desk<Input, Output>

    /// - Parameters:
    ///   - threads: how many elements are worked on at the same time; with 0 the work is done as it is asked for.
    ///   - read: the next element; nil, or an error, is the end. Called by one thread at a time.
    ///   - makeWorker: makes what works on elements for the thread that calls it; in turns with `read`.
    public init(threads: Int, read: @escaping () throws -> Input?, makeWorker: @escaping () throws -> Worker) {
        let desk = Desk(read: read, makeWorker: makeWorker, most: max(1, 2 * threads))
        self.desk = desk
        let started = (0..<threads).filter { _ in Errand { while desk.workOnNext() {} }.start() }
        desk.hasThreads = !started.isEmpty
    }

    deinit { desk.abandon() }

    /// What became of the next element; nil after the last. Throws what reading it, or working on it, threw.
    public func next() throws -> Output? { try desk.take() }
}

/// Where threads leave their results until they are taken.
private final class Desk<Input, Output>: @unchecked Sendable {
    private let read: () throws -> Input?
    private let makeWorker: () throws -> (Input) throws -> Output
    /// Elements that may be at work, or done and not taken.
    private let most: Int
    var hasThreads = false

    private let reading = Condition()
    /// Guarded by `reading`.
    private var (begun, hasEnded) = (0, false)

    private let changed = Condition()
    /// Guarded by `changed`.
    private var results: [Int: Result<Output?, any Error>] = [:]
    private var (taken, isAbandoned) = (0, false)

    /// Made by those who work, one each, and kept here in between.
    private var idleWorkers: [(Input) throws -> Output] = []

    init(
        read: @escaping () throws -> Input?, makeWorker: @escaping () throws -> (Input) throws -> Output, most: Int
    ) {
        (self.read, self.makeWorker, self.most) = (read, makeWorker, most)
    }

    /// - Returns: false after the last.
    func workOnNext() -> Bool {
        guard let (number, element) = begin() else { return false }
        let result = element.flatMap { element in
            Result { try element.map { try $0.worker($0.input) } }
        }
        changed.locked {
            results[number] = result
            changed.signalAll()
        }
        if case .success(.some(let element)) = element { reading.locked { idleWorkers.append(element.worker) } }
        return true
    }

    private struct Begun {
        let input: Input
        let worker: (Input) throws -> Output
    }

    /// Reads the next element in its turn, and finds a worker for it.
    private func begin() -> (number: Int, element: Result<Begun?, any Error>)? {
        reading.locked {
            let hasRoom = changed.locked {
                while begun - taken >= most, !isAbandoned { changed.wait() }
                return !isAbandoned
            }
            guard hasRoom, !hasEnded else { return nil }
            let element = Result {
                try read().map { Begun(input: $0, worker: try idleWorkers.popLast() ?? makeWorker()) }
            }
            if case .success(.some) = element {} else { hasEnded = true }
            begun += 1
            return (begun - 1, element)
        }
    }

    func take() throws -> Output? {
        while !hasThreads, changed.locked({ results[taken] == nil }), workOnNext() {}
        return try changed.locked {
            while results[taken] == nil { changed.wait() }
            // The end, and an error, stay to be found again.
            guard let output = try results[taken]?.get() else { return nil }
            results[taken] = nil
            taken += 1
            changed.signalAll()
            return output
        }
    }

    func abandon() {
        changed.locked {
            isAbandoned = true
            changed.signalAll()
        }
    }
}
