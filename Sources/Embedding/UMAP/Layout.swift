import TensorStreams
import Threads

/// A map on its way down the cross entropy (McInnes, Healy & Melville 2018, algorithm 5).
///
/// In an epoch each point visits its pairs that are due and some points by chance, one after the other. Points go in rounds,
/// and see where all others stood when their round began: the result does not depend on the number of threads. Sixteen
/// points of a round go side by side.
struct Layout {
    private(set) var places: Points
    private let graph: FuzzyGraph
    private let step: PairStep
    private let negatives: Int
    private let noise: NoiseSource
    /// The points in order of how many pairs they visit, so that those side by side are done together.
    private let order: [Int32]
    /// Pairs of the point that has most.
    private let room: Int

    /// Rounds of an epoch: the more, the fewer points move towards where others are no more.
    private static let rounds = 64

    init(_ start: Points, _ graph: FuzzyGraph, _ curve: MembershipCurve, _ settings: UMAPSettings) {
        places = start
        self.graph = graph
        step = PairStep(curve)
        negatives = settings.negatives
        noise = NoiseSource(seed: settings.seed).derived(1)
        let visits = (0..<start.count).map { graph.weights[graph.starts[$0]..<graph.starts[$0 + 1]].reduce(0, +) }
        order = (0..<Int32(start.count)).sorted { (visits[Int($0)], $0) < (visits[Int($1)], $1) }
        room = (0..<start.count).reduce(0) { max($0, graph.starts[$1 + 1] - graph.starts[$1]) }
    }

    /// One epoch; the steps shrink evenly from the first, of rate 1, to the last.
    mutating func advance(_ epoch: Int, of epochs: Int, team: ThreadTeam) {
        let rate = 1 - Float(epoch) / Float(epochs)
        let source = noise.derived(UInt64(epoch))
        let blocks = (order.count + 15) / 16
        var next = places
        for round in 0..<min(Self.rounds, blocks) {
            places.values.withUnsafeBufferPointer { places in
                next.values.withUnsafeMutableBufferPointer { next in
                    let next = next
                    team.forEachRange(of: (blocks - round + Self.rounds - 1) / Self.rounds, grain: 2) { turns in
                        var group = PointGroup(width: self.places.width, room: room)
                        for turn in turns {
                            let block = turn * Self.rounds + round
                            group.take(points(of: block), from: places, graph, epoch)
                            group.move(
                                among: places, step, rate: rate, negatives: negatives,
                                random: RandomWords(source, UInt64(block)))
                            group.put(into: next)
                        }
                    }
                }
            }
            for block in stride(from: round, to: blocks, by: Self.rounds) { settle(points(of: block), next) }
        }
    }

    private func points(of block: Int) -> ArraySlice<Int32> {
        order[block * 16..<min(block * 16 + 16, order.count)]
    }

    /// Points of a round go where they have moved to.
    private mutating func settle(_ points: ArraySlice<Int32>, _ next: Points) {
        for point in points {
            for place in Int(point) * places.width..<(Int(point) + 1) * places.width {
                places.values[place] = next.values[place]
            }
        }
    }
}
