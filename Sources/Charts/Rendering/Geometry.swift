/// A place on the page, in pixels from the upper left corner.
struct Point: Equatable {
    var x: Double
    var y: Double

    func distance(to other: Point) -> Double {
        ((x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)).squareRoot()
    }
}

/// A part of the page.
struct Box: Equatable {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double

    var width: Double { right - left }
    var height: Double { bottom - top }

    /// Its corners, and the first once more.
    var outline: [Point] {
        let corner = Point(x: left, y: top)
        return [corner, Point(x: right, y: top), Point(x: right, y: bottom), Point(x: left, y: bottom), corner]
    }
}

/// The room between a box and what is drawn within.
struct Frame: Equatable {
    var left = 0.0
    var top = 0.0
    var right = 0.0
    var bottom = 0.0

    /// On each side the wider of two.
    func union(_ other: Frame) -> Frame {
        Frame(
            left: max(left, other.left), top: max(top, other.top), right: max(right, other.right),
            bottom: max(bottom, other.bottom))
    }
}

/// How text is set.
struct Font: Equatable {
    var size: Double
    var isBold = false
}

/// The shapes of dots; categories beyond the ten colours take the next shape.
enum Marker: Int, CaseIterable {
    case circle, square, triangle, diamond

    init(category: Int) {
        let shape = category / ChartColors.categories.count % Marker.allCases.count
        self = Marker(rawValue: shape) ?? .circle
    }

    /// The corners, for shapes of about one area; none for the circle.
    func outline(around center: Point, radius: Double) -> [Point] {
        let offsets: [(Double, Double)] =
            switch self {
            case .circle: []
            case .square: [(-0.89, -0.89), (0.89, -0.89), (0.89, 0.89), (-0.89, 0.89)]
            case .triangle: [(0, -1.35), (1.17, 0.67), (-1.17, 0.67)]
            case .diamond: [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)]
            }
        return offsets.map { Point(x: center.x + $0.0 * radius, y: center.y + $0.1 * radius) }
    }
}
