/// A dot for each pair of coordinates.
public struct PointCloud: Sendable {
    /// What the colour of a dot says.
    public enum Coloring: Sendable {
        case single
        /// One of a few names, in the order of the legend; `members` has the place in `names` of every dot.
        case categories(title: String?, names: [String], members: [Int])
        /// A number on a scale.
        case continuous(title: String, values: [Double])
    }

    public var xs: [Double]
    public var ys: [Double]
    public var coloring: Coloring
    /// Diameter of a dot in pixels; nil fits it to the number of dots.
    public var size: Double?
    /// From 0, unseen, to 1, solid; nil fits it to the number of dots.
    public var opacity: Double?

    public init(
        xs: [Double], ys: [Double], coloring: Coloring = .single, size: Double? = nil, opacity: Double? = nil
    ) {
        self.xs = xs
        self.ys = ys
        self.coloring = coloring
        self.size = size
        self.opacity = opacity
    }

    /// The dots with these numbers.
    func selecting(_ indices: [Int]) -> PointCloud {
        var cloud = self
        cloud.xs = indices.map { xs[$0] }
        cloud.ys = indices.map { ys[$0] }
        switch coloring {
        case .single: break
        case .categories(let title, let names, let members):
            cloud.coloring = .categories(title: title, names: names, members: indices.map { members[$0] })
        case .continuous(let title, let values):
            cloud.coloring = .continuous(title: title, values: indices.map { values[$0] })
        }
        return cloud
    }
}
