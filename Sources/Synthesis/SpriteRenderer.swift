import Glibc

/// Draws sprites: white shapes on black, 64×64, every pixel 0 or 255.
///
/// A step of x or y moves a sprite by one pixel, so each of the 720 appearances is drawn once and then copied.
public struct SpriteRenderer {
    /// Pixels a side.
    public static let side = 64
    /// A sprite reaches this many pixels from its centre at most.
    private static let reach = 16
    private static let window = 2 * reach + 1
    private var drawn = [[UInt8]](repeating: [], count: SpriteFactors.appearances)

    public init() {}

    /// Appends the 64×64 pixels of a sprite.
    public mutating func draw(_ factors: SpriteFactors, into pixels: inout [UInt8]) {
        let bitmap = bitmap(of: factors)
        let start = pixels.count
        pixels.append(contentsOf: repeatElement(0, count: Self.side * Self.side))
        // The centre goes from pixel 16 to pixel 47.
        for row in 0..<Self.window where (0..<Self.side).contains(factors.y + row) {
            let columns = min(Self.window, Self.side - factors.x)
            let target = start + (factors.y + row) * Self.side + factors.x
            let source = row * Self.window
            pixels.replaceSubrange(target..<target + columns, with: bitmap[source..<source + columns])
        }
    }

    private mutating func bitmap(of factors: SpriteFactors) -> [UInt8] {
        if drawn[factors.appearance].isEmpty { drawn[factors.appearance] = Self.render(factors) }
        return drawn[factors.appearance]
    }

    private static func render(_ factors: SpriteFactors) -> [UInt8] {
        let cosine = cosf(factors.angle)
        let sine = sinf(factors.angle)
        let scale = Float(factors.scale + 5) / 10
        var bitmap: [UInt8] = []
        for row in -reach...reach {
            for column in -reach...reach {
                let x = Float(column) / scale
                let y = Float(row) / scale
                let isInside = contains(factors.shape, x * cosine - y * sine, x * sine + y * cosine)
                bitmap.append(isInside ? 255 : 0)
            }
        }
        return bitmap
    }

    /// Whether a point, in pixels from the centre of the shape at full size, lies in it.
    private static func contains(_ shape: Int, _ x: Float, _ y: Float) -> Bool {
        switch shape {
        case 0: return max(abs(x), abs(y)) <= 10.6
        case 1:
            let across = x / 14.8
            let along = y / 8.4
            return across * across + along * along <= 1
        default:
            // The heart curve (x² + y² − 1)³ = x²·y³, y upwards, its middle moved to the centre.
            let across = x / 10.8
            let up = (1.6 - y) / 10.8
            let round = across * across + up * up - 1
            return round * round * round <= across * across * up * up * up
        }
    }
}
