/// A grey image under construction: for each pixel the distance to the nearest ink, so that strokes join without seams.
struct InkCanvas {
    let size: Int
    private let rowLength: Int
    private var distances: [Float]

    private static let far: Float = 64
    private static let lanes = 16

    /// An empty square canvas of the given number of pixels a side.
    init(size: Int) {
        self.size = size
        rowLength = size + Self.lanes
        distances = [Float](repeating: Self.far, count: rowLength * size)
    }

    mutating func clear() {
        for index in distances.indices { distances[index] = Self.far }
    }

    /// Lays ink from one point to another, its half width going from one radius to the other (all in pixels).
    mutating func ink(from start: Point, radius startRadius: Float, to end: Point, radius endRadius: Float) {
        let margin = max(startRadius, endRadius) + 1.5
        let low = Point(min(start.x, end.x), min(start.y, end.y)) - margin
        let high = Point(max(start.x, end.x), max(start.y, end.y)) + margin
        let limit = Float(size)
        guard high.x > 0, high.y > 0, low.x < limit, low.y < limit else { return }
        let columns = Int(max(0, low.x))..<Int(min(limit, high.x.rounded(.up)))
        let rows = Int(max(0, low.y))..<Int(min(limit, high.y.rounded(.up)))
        let along = end - start
        let scaled = along / max((along * along).sum(), 1e-6)
        let growth = endRadius - startRadius
        let steps = SIMD16<Float>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
        let length = rowLength
        distances.withUnsafeMutableBytes { bytes in
            for row in rows {
                let y = Float(row) + 0.5 - start.y
                for column in stride(from: columns.lowerBound, to: columns.upperBound, by: Self.lanes) {
                    let x = steps + (Float(column) + 0.5 - start.x)
                    let place = (x * scaled.x + y * scaled.y).clamped(lowerBound: .zero, upperBound: .one)
                    let dx = x - place * along.x
                    let dy = y - place * along.y
                    let distance = (dx * dx + dy * dy).squareRoot() - (startRadius + place * growth)
                    let offset = (row * length + column) * 4
                    let old = bytes.loadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
                    let nearer = old.replacing(with: distance, where: distance .< old)
                    bytes.storeBytes(of: nearer, toByteOffset: offset, as: SIMD16<Float>.self)
                }
            }
        }
    }

    /// Appends the pixels, row by row: 255 is full ink, and an edge fades over `softness` pixels.
    func develop(softness: Float, into pixels: inout [UInt8]) {
        let scale = 1 / softness
        for row in 0..<size {
            for column in 0..<size {
                let depth = 0.5 - distances[row * rowLength + column] * scale
                let ink = min(1, max(0, depth))
                pixels.append(UInt8(ink * ink * (3 - 2 * ink) * 255 + 0.5))
            }
        }
    }
}
