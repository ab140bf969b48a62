/// Elements of a stream that the first rank reads, and hands out to all in turn.
final class Handout<Input: Parcelled>: @unchecked Sendable {
    private let group: any RankGroup
    private let read: () throws -> Input?
    /// Elements that each rank may have before it is asked for what became of the first: the same everywhere.
    private let ahead: Int
    private var (rounds, asked) = (0, 0)
    /// What ended the stream on the first rank.
    private(set) var failure: (any Error)?

    private let changed = Condition()
    /// Guarded by `changed`.
    private var (waiting, hasEnded): ([Input], Bool) = ([], false)

    /// - Parameters:
    ///   - threads: how many work on this rank's elements.
    ///   - read: the next element; called on the first rank alone, by the thread that calls `fill`.
    init(on group: any RankGroup, threads: Int, read: @escaping () throws -> Input?) {
        (self.group, self.read) = (group, read)
        ahead = 2 * Int(group.gather(alike: [Double(threads)]).max() ?? 1)
    }

    /// Hands out as many elements as there may be. All ranks call it as often.
    func fill() {
        asked += 1
        while !changed.locked({ hasEnded }), rounds < asked + ahead { handOut() }
    }

    /// Hands out an element to each rank, or ends where there are no more for some.
    private func handOut() {
        rounds += 1
        let parcels = group.isFirst ? next(group.count) : []
        let sizes = (0..<group.count).map { $0 < parcels.count ? parcels[$0].count : 0 }
        let told = group.gather(alike: sizes.map { Double($0) })[..<group.count].map { Int($0) }
        var parcel = Parcel(group.handOut(parcels, sizes: told))
        let own = told[group.rank] > 0 ? parcel.take() as Input : nil
        changed.locked {
            if let own { waiting.append(own) }
            hasEnded = told.contains(0)
            changed.signalAll()
        }
    }

    /// The next elements, as many as asked for unless the stream ends before.
    private func next(_ count: Int) -> [[UInt8]] {
        var parcels: [[UInt8]] = []
        do {
            while parcels.count < count, let element = try read() {
                var parcel = Parcel()
                parcel.put(element)
                parcels.append(parcel.bytes)
            }
        } catch {
            failure = error
        }
        return parcels
    }

    /// The next element of this rank, which it waits for; nil at the end.
    func take() -> Input? {
        changed.locked {
            while waiting.isEmpty, !hasEnded { changed.wait() }
            return waiting.isEmpty ? nil : waiting.removeFirst()
        }
    }

    /// Lets nobody wait any longer.
    func abandon() {
        changed.locked {
            hasEnded = true
            changed.signalAll()
        }
    }
}
