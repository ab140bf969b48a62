/// Items by their scores, some of which are what is looked for: what becomes of them as a threshold falls.
public struct RankedScores: Sendable {
    /// The items whose scores are at least `threshold`.
    public struct Point: Equatable, Sendable {
        public let threshold: Double
        /// Those that are looked for, and those that are not.
        public let hits, falseAlarms: Int
    }

    /// Items that are looked for, and those that are not.
    public let positives, negatives: Int
    /// A point for each different score, from the highest.
    public let points: [Point]

    /// - Parameters:
    ///   - scores: numbers, of which the high ones tell what is looked for.
    ///   - areLookedFor: whether each item is; both kinds are there.
    public init(_ scores: [Double], areLookedFor: [Bool]) {
        precondition(scores.count == areLookedFor.count, "every item has a score")
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        var (points, hits, falseAlarms) = ([Point](), 0, 0)
        for (place, item) in order.enumerated() {
            if areLookedFor[item] { hits += 1 } else { falseAlarms += 1 }
            let isLast = place + 1 == order.count
            guard isLast || scores[order[place + 1]] < scores[item] else { continue }
            points.append(Point(threshold: scores[item], hits: hits, falseAlarms: falseAlarms))
        }
        (self.points, positives, negatives) = (points, hits, falseAlarms)
        precondition(positives > 0 && negatives > 0, "there is something to tell apart")
    }

    /// The share of those looked for that a point finds.
    public func recall(_ point: Point) -> Double { Double(point.hits) / Double(positives) }

    /// The share of all others that it takes for such.
    public func falseAlarmRate(_ point: Point) -> Double { Double(point.falseAlarms) / Double(negatives) }

    /// The share of what it finds that is looked for.
    public func precision(_ point: Point) -> Double { Double(point.hits) / Double(point.hits + point.falseAlarms) }

    /// The area below the receiver operating characteristic: how likely an item that is looked for scores above one that is not,
    /// where equal scores count half (Hanley & McNeil 1982).
    public var area: Double {
        var (area, before) = (0.0, Point(threshold: .infinity, hits: 0, falseAlarms: 0))
        for point in points {
            area += Double(point.falseAlarms - before.falseAlarms) * Double(point.hits + before.hits) / 2
            before = point
        }
        return area / Double(positives) / Double(negatives)
    }

    /// The mean of the precision over what is looked for, each at the point that finds it: the area below the curve of precision
    /// over recall as steps, without interpolation.
    public var averagePrecision: Double {
        var (sum, before) = (0.0, 0)
        for point in points {
            sum += Double(point.hits - before) * precision(point)
            before = point.hits
        }
        return sum / Double(positives)
    }
}
