/// A point of the plane: x to the right, y down, in whatever unit the stage at hand works in.
typealias Point = SIMD2<Float>

/// A point that a pen stroke passes through, smoothly or with a sharp turn.
struct Knot {
    var position: Point
    var isCorner: Bool

    static func smooth(_ x: Float, _ y: Float) -> Knot { Knot(position: Point(x, y), isCorner: false) }
    static func corner(_ x: Float, _ y: Float) -> Knot { Knot(position: Point(x, y), isCorner: true) }
}

/// One stroke of the pen, from pen down to pen up.
struct Stroke {
    var knots: [Knot]

    /// A stroke through the given points, written `[x, y, x, y, …]`; those whose index is in `corners` turn sharply.
    init(_ coordinates: [Float], corners: Set<Int> = []) {
        knots = stride(from: 0, to: coordinates.count - 1, by: 2).map { place in
            Knot(
                position: Point(coordinates[place], coordinates[place + 1]), isCorner: corners.contains(place / 2))
        }
    }
}

/// One way of writing a digit: its strokes in a box of height 1 whose top is y = 0, and how common that way is.
struct Style {
    var weight: Float
    var strokes: [Stroke]
    /// How far this way of writing leans by itself and how freely: mean and spread of the shear (dx per dy).
    var lean: Lean

    init(_ weight: Float, lean: Lean = .usual, _ strokes: Stroke...) {
        self.weight = weight
        self.strokes = strokes
        self.lean = lean
    }
}

/// Mean and spread of a style's slant, as a shear: units of x per unit of y.
struct Lean {
    var mean: Float
    var spread: Float

    static let usual = Lean(mean: 0.14, spread: 0.2)
    /// A single downstroke has nothing to hold it upright.
    static let free = Lean(mean: 0.28, spread: 0.32)
    /// Round shapes lean without being noticed.
    static let slight = Lean(mean: 0.18, spread: 0.22)
}
