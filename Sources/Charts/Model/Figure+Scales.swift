/// The scales of the axes of all panels.
extension Figure {
    /// For each panel the scales that show all its values, and those of the others where a range is shared.
    ///
    /// Throws `ChartError` where a panel has nothing to show.
    package func scales() throws -> [(x: Scale, y: Scale)] {
        let extents = try panels.map { panel in
            do {
                return try panel.extent()
            } catch let error as ChartError where panels.count > 1 {
                throw ChartError.panel(panel.title ?? "", error)
            }
        }
        if !panels.contains(where: \.reachesLimits) {
            throw ChartError.outsideLimits(x: Figure.union(extents.map(\.x)), y: Figure.union(extents.map(\.y)))
        }
        let sharesX = sharing == .x || sharing == .xy
        let sharesY = sharing == .y || sharing == .xy
        return zip(panels, extents).map { panel, own in
            (
                panel.x.scale(showing: sharesX ? Figure.union(extents.map(\.x)) : own.x),
                panel.y.scale(showing: sharesY ? Figure.union(extents.map(\.y)) : own.y, anchored: own.isAnchored)
            )
        }
    }

    private static func union(_ ranges: [ClosedRange<Double>]) -> ClosedRange<Double> {
        ranges.dropFirst().reduce(ranges[0]) {
            min($0.lowerBound, $1.lowerBound)...max($0.upperBound, $1.upperBound)
        }
    }
}

extension Chart.Axis {
    /// The axis's own limits, or those that the values need.
    fileprivate func scale(showing values: ClosedRange<Double>, anchored: Bool = false) -> Scale {
        limits.map { Scale(within: $0, isLogarithmic: isLogarithmic) }
            ?? Scale(showing: values, isLogarithmic: isLogarithmic, anchored: anchored)
    }
}
