import Synchronization

/// What no one has begun of a thread's share of some work, in one word that is exchanged as a whole.
///
/// Who takes a ticket by comparing and exchanging this word knows that its work is not over, and will not be before the
/// ticket is dealt with: a thread that was held up since it read the word finds the number of another work in it, and
/// gets nothing. So the end of a work need not wait until every thread has looked at it.
struct OpenTickets: RawRepresentable, AtomicRepresentable {
    var rawValue: UInt64

    /// Tickets that a share can have.
    static let most = 1 << 16 - 1

    init(rawValue: UInt64) { self.rawValue = rawValue }

    /// - Parameter generation: the number of the work, of which the last 32 bits are kept.
    init(_ tickets: Range<Int>, generation: Int) {
        rawValue =
            UInt64(truncatingIfNeeded: generation) << 32 | UInt64(tickets.upperBound) << 16 | UInt64(tickets.lowerBound)
    }

    /// The next one; nil when all are taken.
    var first: Int? {
        let (first, end) = (rawValue & 0xffff, rawValue >> 16 & 0xffff)
        return first < end ? Int(first) : nil
    }

    var withoutFirst: Self { Self(rawValue: rawValue + 1) }
}
