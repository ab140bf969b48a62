/// Work on the elements of a stream that all ranks share, whose results the first hands out in the stream's order.
///
/// The ranks take elements in turn, and go by rounds, in each of which the first is sent one result of every rank: memory does
/// not grow with the stream. All ranks call the same functions in the same order.
public final class SharedWork<Input: Parcelled, Output: Parcelled> {
    private let group: any RankGroup
    private let work: OrderedWork<Input, Output>
    private let handout: Handout<Input>?
    /// Results of a round that were not handed out yet.
    private var arrived: [Output] = []
    private var failure: (any Error)?
    private var hasEnded = false

    /// What a rank says of its element in a round.
    private enum Word: Int {
        case done, ended, failed
    }

    /// - Parameters:
    ///   - threads: how many elements this rank works on at the same time.
    ///   - isHandedOut: whether the first rank reads all elements and hands them out; else each reads its own.
    ///   - read: the next element of this rank, or of the stream on the one that hands them out; nil, or an error, is the
    ///     end. Called by one thread at a time.
    ///   - makeWorker: makes what works on elements for the thread that calls it; in turns with `read`.
    public init(
        on group: any RankGroup, threads: Int, isHandedOut: Bool, read: @escaping () throws -> Input?,
        makeWorker: @escaping () throws -> (Input) throws -> Output
    ) {
        self.group = group
        let handout = isHandedOut && group.count > 1 ? Handout(on: group, threads: threads, read: read) : nil
        self.handout = handout
        work = OrderedWork(
            threads: threads, read: handout.map { handout in { handout.take() } } ?? read, makeWorker: makeWorker)
    }

    deinit { handout?.abandon() }

    /// What became of the next element; nil after the last, and on the other ranks, which have then done all of theirs.
    ///
    /// - Throws: what reading an element, or working on it, threw; as a `SharedFailure` where there are ranks, and of another
    ///   one as a `RankFailure` in that.
    public func next() throws -> Output? {
        if group.count == 1 { return try work.next() }
        while arrived.isEmpty, !hasEnded { meet() }
        if !arrived.isEmpty { return arrived.removeFirst() }
        if let failure, group.isFirst { throw SharedFailure(failure) }
        return nil
    }

    /// Sends the first rank what has become of an element of each.
    private func meet() {
        handout?.fill()
        let own = Result { try work.next() }
        var parcel = Parcel()
        let word: Word
        switch own {
        case .success(let output?):
            word = .done
            parcel.put(output)
        case .success(nil): word = .ended
        case .failure(let error):
            word = .failed
            parcel.put(RankFailure.telling(error))
        }
        let told = group.gather(alike: [Double(word.rawValue), Double(parcel.bytes.count)])
        let (words, sizes) = (part(0, of: told), part(1, of: told))
        arrive(Parcel(group.collect(parcel.bytes, sizes: sizes)), words.map { Word(rawValue: $0) ?? .failed }, own)
    }

    private func part(_ place: Int, of told: [Double]) -> [Int] {
        stride(from: place, to: told.count, by: 2).map { Int(told[$0]) }
    }

    /// Takes in the results of a round, as far as all before them have come.
    private func arrive(_ results: Parcel, _ words: [Word], _ own: Result<Output?, any Error>) {
        let count = words.firstIndex { $0 != .done } ?? words.count
        hasEnded = count < words.count
        guard group.isFirst else { return }
        var results = results
        arrived = (0..<count).map { _ in results.take() }
        guard hasEnded else { return }
        switch words[count] {
        case .done: break
        case .ended: failure = handout?.failure
        case .failed:
            if count == group.rank, case .failure(let error) = own { failure = error; return }
            failure = RankFailure(rank: count, told: results.take())
        }
    }
}
