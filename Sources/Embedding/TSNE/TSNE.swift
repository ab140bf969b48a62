import TensorStreams
import Threads

/// A picture in the plane of points in many dimensions in which neighbours stay neighbours: t-distributed stochastic
/// neighbour embedding (van der Maaten & Hinton 2008; trees as in van der Maaten 2014).
///
/// It starts from the first two principal components, small, so that the picture keeps the points' broad layout (Kobak &
/// Berens 2019), and goes down the divergence with a learning rate of points over exaggeration (Belkina et al. 2019), anew for each phase.
public struct TSNE: Sendable {
    /// Where the points are.
    public private(set) var places: [SIMD2<Float>] = []
    /// The Kullback–Leibler divergence reached, in nats.
    public private(set) var divergence = 0.0
    /// How many points cannot be told from any of their neighbours: how these lie among one another is chance.
    public let indistinctPoints: Int
    /// The share of the neighbours that were found, in a sample.
    public let recall: Double

    /// The divergence told in the end is nearly exact: with 0.5 it would come out a few thousandths too small.
    private static let finalTheta: Float = 0.1
    /// How often the divergence is computed, in steps.
    private static let reportInterval = 50
    /// The start's standard deviation along the first component, and how far chance moves points on top.
    private static let (startDeviation, jitter): (Float, Float) = (1e-4, 1e-6)

    /// Finds the picture. The same points, settings and build give the same picture on any number of threads.
    ///
    /// - Parameter report: hears, after each step, how many there were, and the divergence as last computed.
    /// - Throws: `EmbeddingError` when there are too few points for the perplexity or their numbers are too large.
    public init(of points: Points, _ settings: TSNESettings, team: ThreadTeam, report: (Int, Double?) -> Void) throws {
        let neighbours = Affinities.neighbours(perplexity: settings.perplexity)
        guard points.count > neighbours else {
            throw EmbeddingError.tooFewPoints(count: points.count, perplexity: settings.perplexity)
        }
        let points = Self.scaled(points)
        let nearest = NearestNeighbours(
            of: points, neighbours: neighbours, recall: settings.recall, team: team)
        recall = nearest.recall
        indistinctPoints = nearest.pointsWithoutDistance
        let affinities = Affinities(nearest, perplexity: settings.perplexity, team: team)
        var picture = Picture(try Self.start(points, seed: settings.seed))
        try descend(&picture, affinities, settings, team, report)
        places = picture.places
    }

    private mutating func descend(
        _ picture: inout Picture, _ affinities: Affinities, _ settings: TSNESettings, _ team: ThreadTeam,
        _ report: (Int, Double?) -> Void
    ) throws {
        var latest: Double?
        for iteration in 0..<settings.iterations {
            let repulsion = Repulsion(of: picture.places, theta: Float(settings.theta), team: team)
            picture.advance(affinities, repulsion, Self.step(iteration, picture.places.count, settings), team: team)
            if iteration % Self.reportInterval == 0 {
                picture.centre()
                latest = picture.divergence(affinities, repulsion.sum, team: team)
            }
            report(iteration + 1, latest)
        }
        picture.centre()
        let theta = min(Float(settings.theta), Self.finalTheta)
        let repulsion = Repulsion(of: picture.places, theta: theta, team: team)
        divergence = picture.divergence(affinities, repulsion.sum, team: team)
    }

    private static func step(_ iteration: Int, _ count: Int, _ settings: TSNESettings) -> Picture.Step {
        let isExaggerated = iteration < settings.exaggeratedIterations
        let exaggeration = isExaggerated ? Float(settings.exaggeration) : 1
        return Picture.Step(
            exaggeration: exaggeration, rate: Float(count) / exaggeration, momentum: isExaggerated ? 0.8 : 0.9)
    }

    /// Centred, and within −1 and 1: a picture does not depend on scale, and no squared distance overflows.
    private static func scaled(_ points: Points) -> Points {
        let means = points.mean
        let centred = points.values.enumerated().map { Double($1) - means[$0 % points.width] }
        let largest = centred.reduce(0) { max($0, abs($1)) }
        let scale = largest > 0 ? 1 / largest : 1
        return Points(width: points.width, values: centred.map { Float($0 * scale) })
    }

    private static func start(_ points: Points, seed: UInt64) throws -> [SIMD2<Float>] {
        let count = min(2, points.width)
        let components = try PrincipalComponents(of: points, count: count)
        let scores = components.scores(of: points)
        let deviation = Float(components.variances[0].squareRoot())
        let scale = deviation > 0 ? startDeviation / deviation : 0
        let noise = NoiseSource(seed: seed)
        return (0..<points.count).map { point in
            let chance = noise.normals(at: UInt64(point))
            let place = SIMD2(scores[point * count], count > 1 ? scores[point * count + 1] : 0)
            return scale * place + jitter * SIMD2(chance.0, chance.1)
        }
    }
}
