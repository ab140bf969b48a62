import Threads

/// Points in cells, each those nearer to its centre than to any other, so that a search need look at a few cells alone
/// (inverted lists: Sivic & Zisserman 2003; Jégou, Douze & Schmid 2011).
struct NeighbourCells: Sendable {
    /// The cells' centres, and the points cell after cell, each cell in whole pairs of blocks.
    let centres: PointBlocks
    let blocks: PointBlocks
    /// Where each cell's blocks begin, and behind the last their number.
    let starts: [Int]
    /// Which cell each point is in.
    let cells: [Int32]

    /// Points of the sample whose clusters the cells are, for each cell.
    private static let sampled = 64
    /// A cell has no more times the points of the mean: equal points would all be in one.
    private static let largest = 4

    /// Makes about the square root of the points' number of cells, whose points then are as many.
    init(_ points: Points, team: ThreadTeam) {
        let count = max(1, Int(Double(points.count).squareRoot()))
        let sample = Points(
            width: points.width, values: points.sample(Self.sampled * count).flatMap { points[Int($0)] })
        let centres = KMeans(of: sample, count: count, iterations: 8, seed: 0, team: team).centres
        let nearest = NeighbourScan(of: points, among: centres)
            .neighbours(of: 0..<points.count, count: 1, team: team).indices
        var members = [[Int32]](repeating: [], count: count)
        for (point, cell) in nearest.enumerated() { members[Int(cell)].append(Int32(point)) }
        self.init(points, centres, members)
    }

    private init(_ points: Points, _ centres: Points, _ members: [[Int32]]) {
        let most = Self.largest * (points.count / members.count + 1)
        var (cells, starts, numbers) = ([Int32](repeating: 0, count: points.count), [0], [Int32]())
        var values: [Float] = []
        for (centre, members) in members.enumerated() {
            for first in stride(from: 0, to: members.count, by: most) {
                let own = members[first..<min(first + most, members.count)]
                for point in own { cells[Int(point)] = Int32(starts.count - 1) }
                numbers.append(contentsOf: own)
                numbers.append(contentsOf: repeatElement(-1, count: (32 - own.count % 32) % 32))
                starts.append(numbers.count / 16)
                values.append(contentsOf: centres[centre])
            }
        }
        (self.cells, self.starts) = (cells, starts)
        self.centres = PointBlocks(Points(width: points.width, values: values))
        blocks = PointBlocks(points, at: numbers)
    }

    var count: Int { starts.count - 1 }
}

extension Points {
    /// The numbers of so many of the points, evenly taken; of all where there are no more.
    func sample(_ size: Int) -> [Int32] {
        let size = min(size, count)
        return (0..<size).map { Int32($0 * count / size) }
    }
}
