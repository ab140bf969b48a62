/// Modularity (Ridgeway & Mozer 2018, section 3): whether each coordinate tells of one factor alone. 1 is reached where all
/// do; a coordinate that tells of no factor counts as 0.
public enum Modularity {
    /// - Parameter information: for each of two factors or more, that of each coordinate.
    public static func mean(_ information: [[Double]]) -> Double {
        let coordinates = information[0].indices
        let scores = coordinates.map { coordinate in score(information.map { $0[coordinate] }) }
        return scores.reduce(0, +) / Double(scores.count)
    }

    /// 1 less the squares of the others against the largest square, in the mean over the other factors.
    private static func score(_ information: [Double]) -> Double {
        let squares = information.map { $0 * $0 }
        let largest = squares.max() ?? 0
        if largest == 0 { return 0 }
        return 1 - (squares.reduce(0, +) - largest) / (largest * Double(squares.count - 1))
    }
}
