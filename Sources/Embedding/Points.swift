/// Points of one width, row after row.
public struct Points: Sendable {
    /// Coordinates of a point.
    public let width: Int
    /// `count × width`, row-major.
    public var values: [Float]

    public init(width: Int, values: [Float]) {
        precondition(width > 0 && values.count % width == 0, "points are whole rows")
        self.width = width
        self.values = values
    }

    public var count: Int { values.count / width }

    /// Whether no point differs from another.
    public var areAllEqual: Bool { values.dropFirst(width).elementsEqual(values.dropLast(width)) }

    /// The coordinates of one point.
    public subscript(point: Int) -> ArraySlice<Float> { values[point * width..<(point + 1) * width] }
}
