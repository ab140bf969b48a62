import Synchronization
import TestSupport
import Testing
import Threads

private struct Number: Parcelled, Equatable {
    let value: Int

    init(_ value: Int) { self.value = value }

    init(from parcel: inout Parcel) { value = parcel.take() }

    func put(into parcel: inout Parcel) { parcel.put(value) }
}

private struct Broken: Error, Equatable { var place: Int }

@Suite struct SharedWorkTests {
    /// The squares of the numbers below `end`, as the first rank hands them out, and how many others do.
    private func squares(
        below end: Int, on group: any RankGroup, threads: Int, isHandedOut: Bool, isBroken: Bool = false
    ) throws -> [Int] {
        // A rank that reads its own passes over those of the others.
        var next = isHandedOut ? 0 : group.rank
        let work = SharedWork<Number, Number>(
            on: group, threads: threads, isHandedOut: isHandedOut,
            read: {
                guard next < end else {
                    if isBroken { throw Broken(place: end) }
                    return nil
                }
                defer { next += isHandedOut ? 1 : group.count }
                return Number(next)
            }, makeWorker: { { Number($0.value * $0.value) } })
        var found: [Int] = []
        while let square = try work.next() { found.append(square.value) }
        return found
    }

    @Test(arguments: [1, 2, 3, 5], [false, true])
    func theFirstHandsOutAllInOrder(ranks: Int, isHandedOut: Bool) throws {
        for end in [0, 1, 3, 4, 50] {
            let found = try ThreadRanks.run(ranks) {
                try squares(below: end, on: $0, threads: $0.rank % 3, isHandedOut: isHandedOut)
            }
            #expect(found[0] == (0..<end).map { $0 * $0 })
            #expect(found.dropFirst().allSatisfy { $0.isEmpty })
        }
    }

    @Test(arguments: [2, 3], [false, true])
    func whatFailsIsKnownToAllInItsPlace(ranks: Int, isHandedOut: Bool) throws {
        let told = try ThreadRanks.run(ranks) { group in
            do {
                let found = try squares(below: 7, on: group, threads: 2, isHandedOut: isHandedOut, isBroken: true)
                return "rank \(group.rank) found \(found.count)"
            } catch let failure as SharedFailure {
                return "\(failure.error)"
            }
        }
        // Element 7 is that of rank 1, whose failure the first tells as it would its own.
        #expect(told[0] == (isHandedOut ? "Broken(place: 7)" : "rank 1 on \(RankFailure.host): Broken(place: 7)"))
        #expect(Array(told.dropFirst()) == (1..<ranks).map { "rank \($0) found 0" })
    }

    @Test func nothingIsReadFurtherAheadThanRanksHaveThreadsFor() throws {
        let most = try ThreadRanks.run(2) { group in
            let read = Atomic<Int>(0)
            let work = SharedWork<Number, Number>(
                on: group, threads: 1, isHandedOut: true,
                read: {
                    let number = read.add(1, ordering: .relaxed).newValue
                    return number <= 100 ? Number(number) : nil
                }, makeWorker: { { $0 } })
            var (most, taken) = (0, 0)
            while try work.next() != nil {
                taken += 1
                most = max(most, read.load(ordering: .relaxed) - taken)
            }
            return most
        }
        #expect((2...8).contains(most[0]))
    }
}
