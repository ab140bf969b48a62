/// A size for each side of a map, spelt as one number where they are the same: `1`, or `1x0` for height and width.
struct Sides: Equatable, Sendable, CustomStringConvertible {
    let height: Int
    let width: Int

    init(height: Int, width: Int) { (self.height, self.width) = (height, width) }

    init(_ both: Int) { (height, width) = (both, both) }

    var description: String { height == width ? "\(height)" : "\(height)x\(width)" }

    /// - Parameter apart: whether the sides may differ.
    /// - Returns: nil where the text is not numbers in the range.
    init?(_ text: Substring, in range: ClosedRange<Int>, apart: Bool) {
        let parts = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count <= (apart ? 2 : 1), let height = parts[0], let width = parts[parts.count - 1],
            range.contains(height), range.contains(width)
        else { return nil }
        self.init(height: height, width: width)
    }
}
