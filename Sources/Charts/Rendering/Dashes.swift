/// How lines of one colour are told apart: categories beyond the ten colours take the next pattern.
package enum Dashes: Int, CaseIterable {
    case none, dashed, dotted, dashDotted

    package init(category: Int) {
        let pattern = category / ChartColors.categories.count % Dashes.allCases.count
        self = Dashes(rawValue: pattern) ?? .none
    }

    /// Lengths of strokes and gaps in turn, for a line of this width.
    package func lengths(width: Double) -> [Double] {
        let lengths: [Double] =
            switch self {
            case .none: []
            case .dashed: [4, 2]
            case .dotted: [1.2, 1.6]
            case .dashDotted: [5, 1.6, 1.2, 1.6]
            }
        return lengths.map { $0 * width }
    }
}
