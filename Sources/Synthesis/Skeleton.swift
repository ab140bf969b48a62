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
    var manner: Manner

    init(_ weight: Float, _ manner: Manner, _ strokes: Stroke...) {
        self.weight = weight
        self.strokes = strokes
        self.manner = manner
    }

    init(_ weight: Float, _ strokes: Stroke...) {
        self.weight = weight
        self.strokes = strokes
        manner = .usual
    }
}

/// How a shape is treated when it is written in a hurry.
struct Manner {
    /// Mean and spread of its slant, as a shear: units of x per unit of y.
    var lean: Float
    var spread: Float
    /// How far its lines give way, relative to the usual.
    var bend: Float = 1

    static let usual = Manner(lean: 0.14, spread: 0.23)
    /// A single downstroke has nothing to hold it upright, and is drawn straight.
    static let downstroke = Manner(lean: 0.28, spread: 0.34, bend: 0.45)
    /// Round shapes lean without being noticed.
    static let round = Manner(lean: 0.18, spread: 0.25)
}
