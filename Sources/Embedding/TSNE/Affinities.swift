import Glibc
import Threads

/// How much points belong together: the joint probabilities `p(i, j) = (p(j|i) + p(i|j)) / 2n` of neighbours, all others
/// being 0 (van der Maaten, "Accelerating t-SNE using tree-based algorithms", 2014, section 4.1).
///
/// Rows are padded to whole sixteens with the point itself at probability 0, which pulls nowhere.
public struct Affinities: Sendable {
    /// Row `i` lies at `starts[i]..<starts[i + 1]`.
    public let starts: [Int]
    /// The other point of each pair.
    public let columns: [Int32]
    /// The probability of each pair; all of them sum to 1.
    public let probabilities: [Float]
    /// The sum of `p log p`: what the divergence would be were the picture's probabilities all 1.
    public let negativeEntropy: Double

    public var count: Int { starts.count - 1 }

    /// Neighbours that a perplexity needs.
    public static func neighbours(perplexity: Double) -> Int { Int((3 * perplexity).rounded(.up)) }

    /// Calibrates every row to the perplexity and makes the pairs symmetric.
    public init(_ neighbours: NearestNeighbours, perplexity: Double, team: ThreadTeam) {
        let width = neighbours.neighbours
        let count = neighbours.indices.count / width
        var conditional = [Double](repeating: 0, count: count * width)
        conditional.withUnsafeMutableBufferPointer { conditional in
            let conditional = conditional
            neighbours.squaredDistances.withUnsafeBufferPointer { distances in
                team.forEachRange(of: count, grain: 16) { rows in
                    for row in rows {
                        let places = row * width..<(row + 1) * width
                        Perplexity.calibrate(
                            UnsafeBufferPointer(rebasing: distances[places]), perplexity: perplexity,
                            into: UnsafeMutableBufferPointer(rebasing: conditional[places]))
                    }
                }
            }
        }
        self.init(conditional, SortedRows(neighbours), count: count)
    }

    private init(_ conditional: [Double], _ rows: SortedRows, count: Int) {
        var starts = [0]
        var columns: [Int32] = []
        var probabilities: [Float] = []
        var negativeEntropy = 0.0
        let scale = 1 / (2 * Double(count))
        for row in 0..<count {
            rows.forEachPair(of: row) { column, outward, inward in
                let probability =
                    scale * ((outward.map { conditional[$0] } ?? 0) + (inward.map { conditional[$0] } ?? 0))
                columns.append(column)
                probabilities.append(Float(probability))
                if probability > 0 { negativeEntropy += probability * log(probability) }
            }
            while columns.count % 16 != 0 {
                columns.append(Int32(row))
                probabilities.append(0)
            }
            starts.append(columns.count)
        }
        self.starts = starts
        self.columns = columns
        self.probabilities = probabilities
        self.negativeEntropy = negativeEntropy
    }
}
