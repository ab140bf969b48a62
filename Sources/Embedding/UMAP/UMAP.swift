import TensorStreams
import Threads

/// A map of points in which those that belong together stay together: uniform manifold approximation and projection
/// (McInnes, Healy & Melville 2018).
///
/// The neighbours are found, the map begins with the first principal components (Kobak & Linderman 2021 found such a
/// start as good as that with the graph's spectrum), and points go down the cross entropy by samples of pairs.
public struct UMAP: Sendable {
    /// The map, as many rows as there are points.
    public let places: Points
    /// How many points cannot be told from any of their neighbours: how these lie among one another is chance.
    public let indistinctPoints: Int
    /// The share of the neighbours that were found, in a sample.
    public let recall: Double

    /// How far the start reaches on either side, and how far chance moves points on top.
    private static let (startReach, jitter): (Float, Float) = (10, 1e-4)

    /// Finds the map. The same points, settings and build give the same map on any number of threads.
    ///
    /// - Parameter report: hears how many epochs there were, 0 where the neighbours are found.
    /// - Throws: `EmbeddingError` where there are too few points for the neighbours or their numbers are too large.
    public init(of points: Points, _ settings: UMAPSettings, team: ThreadTeam, report: (Int) -> Void) throws {
        guard points.count >= settings.neighbours else {
            throw EmbeddingError.tooFewForNeighbours(count: points.count, neighbours: settings.neighbours)
        }
        let points = points.divided(by: points.squaringUnit)
        let nearest = NearestNeighbours(
            of: points, neighbours: settings.neighbours - 1, recall: settings.recall, team: team)
        recall = nearest.recall
        indistinctPoints = nearest.pointsWithoutDistance
        let epochs = settings.epochs(of: points.count)
        let graph = FuzzyGraph(nearest, epochs: epochs, team: team)
        let curve = MembershipCurve(minimalDistance: settings.minimalDistance, spread: settings.spread)
        var layout = Layout(try Self.start(points, settings), graph, curve, settings)
        report(0)
        for epoch in 0..<epochs {
            layout.advance(epoch, of: epochs, team: team)
            report(epoch + 1)
        }
        places = layout.places
    }

    /// The first principal components, or what there is of them, within the reach.
    private static func start(_ points: Points, _ settings: UMAPSettings) throws -> Points {
        let (width, count) = (settings.dimensions, min(settings.dimensions, points.width))
        let scores = try PrincipalComponents(of: points, count: count).scores(of: points)
        let largest = scores.reduce(0) { max($0, abs($1)) }
        let scale = largest > 0 ? startReach / largest : 0
        let noise = NoiseSource(seed: settings.seed)
        var values = (0..<points.count * width).map { jitter * noise.normal($0) }
        for point in 0..<points.count {
            for column in 0..<count { values[point * width + column] += scale * scores[point * count + column] }
        }
        return Points(width: width, values: values)
    }
}
