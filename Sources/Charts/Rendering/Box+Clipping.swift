/// What of a drawing lies within a box. Coordinates of any size come out of it as such that cairo's fixed point has room for.
extension Box {
    /// The box with so much room on all sides.
    func grown(by room: Double) -> Box {
        Box(left: left - room, top: top - room, right: right + room, bottom: bottom + room)
    }

    func contains(_ point: Point) -> Bool {
        (left...right).contains(point.x) && (top...bottom).contains(point.y)
    }

    /// The nearest point within.
    func nearest(to point: Point) -> Point {
        Point(x: min(max(point.x, left), right), y: min(max(point.y, top), bottom))
    }

    /// The parts of lines from point to point that lie within, each of them joined.
    func parts(of line: [Point]) -> [[Point]] {
        if line.allSatisfy(contains) { return [line] }
        var parts: [[Point]] = []
        for (start, end) in zip(line, line.dropFirst()) {
            guard let (first, last) = part(from: start, to: end) else { continue }
            if parts.last?.last == first { parts[parts.count - 1].append(last) } else { parts.append([first, last]) }
        }
        return parts
    }

    /// The part of a straight line (Y. Liang, B. Barsky, 1984).
    private func part(from start: Point, to end: Point) -> (Point, Point)? {
        let (across, down) = (end.x - start.x, end.y - start.y)
        var (from, to) = (0.0, 1.0)
        for (slope, room) in [
            (-across, start.x - left), (across, right - start.x), (-down, start.y - top), (down, bottom - start.y),
        ] {
            if slope == 0, room < 0 { return nil }
            if slope < 0 { from = max(from, room / slope) } else if slope > 0 { to = min(to, room / slope) }
        }
        guard from <= to else { return nil }
        func point(_ part: Double) -> Point { Point(x: start.x + across * part, y: start.y + down * part) }
        return (from == 0 ? start : nearest(to: point(from)), to == 1 ? end : nearest(to: point(to)))
    }

    /// The part of a shape with straight sides (I. Sutherland, G. Hodgman, 1974).
    func part(of shape: [Point]) -> [Point] {
        if shape.allSatisfy(contains) { return shape }
        let sides: [(inside: (Point) -> Bool, distance: (Point) -> Double)] = [
            ({ $0.x >= left }, { $0.x - left }), ({ $0.x <= right }, { right - $0.x }),
            ({ $0.y >= top }, { $0.y - top }), ({ $0.y <= bottom }, { bottom - $0.y }),
        ]
        return sides.reduce(shape) { corners, side in
            zip(corners, corners.dropFirst() + corners.prefix(1)).flatMap { start, end -> [Point] in
                let kept = side.inside(end) ? [end] : []
                guard side.inside(start) != side.inside(end) else { return kept }
                let part = side.distance(start) / (side.distance(start) - side.distance(end))
                return [Point(x: start.x + (end.x - start.x) * part, y: start.y + (end.y - start.y) * part)] + kept
            }
        }
    }
}
