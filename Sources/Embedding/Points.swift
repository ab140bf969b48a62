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

    /// The mean of each coordinate; 0 where there are no points.
    var mean: [Double] {
        var sums = [Double](repeating: 0, count: width)
        for first in stride(from: 0, to: values.count, by: width) {
            for column in 0..<width { sums[column] += Double(values[first + column]) }
        }
        return sums.map { $0 / Double(max(1, count)) }
    }

    /// The power of two by which to divide points before their numbers are squared: 1, unless the largest is so large that
    /// its square, or a sum of many, would overflow, or so small that it would vanish.
    var squaringUnit: Float {
        let largest = values.reduce(0) { max($0, abs($1)) }
        return largest == 0 || (0x1p-50...0x1p50).contains(largest) ? 1 : largest.binade
    }

    func divided(by unit: Float) -> Points {
        unit == 1 ? self : Points(width: width, values: values.map { $0 / unit })
    }

    /// The coordinates of one point.
    public subscript(point: Int) -> ArraySlice<Float> { values[point * width..<(point + 1) * width] }

    /// The squared distance of one point from another of `others`, which are as wide.
    @inline(__always)
    func squaredDistance(_ point: Int, from other: Int, of others: Points) -> Float {
        values.withUnsafeBytes { values in
            others.values.withUnsafeBytes { others in
                let (first, second) = (4 * point * width, 4 * other * width)
                var sums = Vector.zero
                var place = 0
                while place + 16 <= width {
                    let offsets =
                        values.loadUnaligned(fromByteOffset: first + 4 * place, as: Vector.self)
                        - others.loadUnaligned(fromByteOffset: second + 4 * place, as: Vector.self)
                    sums.add(offsets, times: offsets)
                    place += 16
                }
                var sum = sums.sum()
                while place < width {
                    let offset =
                        values.loadUnaligned(fromByteOffset: first + 4 * place, as: Float.self)
                        - others.loadUnaligned(fromByteOffset: second + 4 * place, as: Float.self)
                    sum += offset * offset
                    place += 1
                }
                return sum
            }
        }
    }
}
