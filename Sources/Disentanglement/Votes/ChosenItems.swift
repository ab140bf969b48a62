import TensorStreams

/// Draws items whose factors are asked for: any item with equal chance, or one of those that share a class with another.
///
/// Where a table holds each combination of factors once, this is what an encoder makes of a factor that is held while all
/// others are drawn anew.
struct ChosenItems {
    private let factors: [Factor]
    private let count: Int
    /// For each factor, its items class by class.
    private let order: [[Int]]
    /// For each factor, where each class begins in that order, and the end.
    private let starts: [[Int]]

    init(_ representation: Representation) {
        factors = representation.factors
        count = representation.count
        order = factors.map { $0.members.flatMap(\.self) }
        starts = factors.map { $0.counts.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) } }
    }

    var factorCount: Int { factors.count }

    func any(_ random: inout RandomSource) -> Int { random.below(count) }

    /// An item of the same class as another, which it may be.
    func item(like other: Int, in factor: Int, _ random: inout RandomSource) -> Int {
        let place = factors[factor].classes[other]
        let (first, end) = (starts[factor][place], starts[factor][place + 1])
        return order[factor][first + random.below(end - first)]
    }
}
