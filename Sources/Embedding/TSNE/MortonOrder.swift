/// The points of a picture along Morton's curve, on which those of one quadrant, at every scale, stand together.
struct MortonOrder {
    /// Binary digits of each coordinate.
    static let depth = 16
    /// Numbers of the points, along the curve.
    private(set) var points: [Int32]
    /// Places on the curve, ascending: the digits of x and y in turn.
    private(set) var keys: [UInt32]

    init(_ places: [SIMD2<Float>]) {
        var (low, high) = (places.first ?? .zero, places.first ?? .zero)
        for place in places {
            low.replace(with: place, where: place .< low)
            high.replace(with: place, where: place .> high)
        }
        let span = (high - low).max()
        let scale = span > 0 ? Float((1 << Self.depth) - 1) / span : 0
        keys = places.map { place in
            let cell = (place - low) * scale
            return Self.spread(Self.cell(cell.x)) | Self.spread(Self.cell(cell.y)) << 1
        }
        points = (0..<Int32(places.count)).map { $0 }
        sort()
    }

    private static func cell(_ value: Float) -> UInt32 { UInt32(max(0, min(65535, value))) }

    /// Puts a 0 after each of sixteen digits.
    private static func spread(_ value: UInt32) -> UInt32 {
        var spread = (value | value << 8) & 0x00FF_00FF
        spread = (spread | spread << 4) & 0x0F0F_0F0F
        spread = (spread | spread << 2) & 0x3333_3333
        return (spread | spread << 1) & 0x5555_5555
    }

    /// Sorts by counting, eight digits at a time, which keeps equal keys in the order of the points.
    private mutating func sort() {
        var (nextKeys, nextPoints) = (keys, points)
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
            var starts = [Int](repeating: 0, count: 257)
            for key in keys { starts[Int(key >> shift & 255) + 1] += 1 }
            for digit in 0..<256 { starts[digit + 1] += starts[digit] }
            for (key, point) in zip(keys, points) {
                let digit = Int(key >> shift & 255)
                nextKeys[starts[digit]] = key
                nextPoints[starts[digit]] = point
                starts[digit] += 1
            }
            swap(&keys, &nextKeys)
            swap(&points, &nextPoints)
        }
    }
}
