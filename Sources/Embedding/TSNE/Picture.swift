import Glibc
import Threads

/// Points in the plane on their way: where they are, how fast they move, and how far each coordinate's step reaches.
package struct Picture: Sendable {
    package private(set) var places: [SIMD2<Float>]
    private var velocities: [SIMD2<Float>]
    private var gains: [SIMD2<Float>]

    /// No point moves farther in a step.
    private static let longestStep: Float = 5

    package init(_ places: [SIMD2<Float>]) {
        self.places = places
        velocities = places.map { _ in .zero }
        gains = places.map { _ in SIMD2(1, 1) }
    }

    package struct Step {
        let exaggeration: Float
        let rate: Float
        let momentum: Float

        package init(exaggeration: Float, rate: Float, momentum: Float) {
            self.exaggeration = exaggeration
            self.rate = rate
            self.momentum = momentum
        }
    }

    /// One step down the gradient, with momentum and gains (Jacobs 1988): a coordinate that keeps its direction goes
    /// faster, one that turns goes slower. The gradient is a quarter of the true one, to which the learning rates of
    /// the literature belong.
    package mutating func advance(_ affinities: Affinities, _ repulsion: Repulsion, _ step: Step, team: ThreadTeam) {
        var next = places
        let normalisation = Float(1 / repulsion.sum)
        affinities.withPointers { affinities in
            withBuffers(&next) { places, next, velocities, gains in
                team.forEachRange(of: places.count, grain: 64) { points in
                    for point in points {
                        let pull = Attraction.pull(point, affinities, places.baseAddress!)
                        let gradient = step.exaggeration * pull - normalisation * repulsion.forces[point]
                        gains[point] = Self.gain(gains[point], gradient, velocities[point])
                        var velocity = step.momentum * velocities[point] - step.rate * gains[point] * gradient
                        let length = (velocity * velocity).sum().squareRoot()
                        if length > Self.longestStep { velocity *= Self.longestStep / length }
                        velocities[point] = velocity
                        next[point] = places[point] + velocity
                    }
                }
            }
        }
        places = next
    }

    /// The Kullback–Leibler divergence of the picture's probabilities from the points' own, in nats.
    package func divergence(_ affinities: Affinities, _ sum: Double, team: ThreadTeam) -> Double {
        let rows = 256
        var costs = [Double](repeating: 0, count: (places.count + rows - 1) / rows)
        affinities.withPointers { affinities in
            places.withUnsafeBufferPointer { places in
                costs.withUnsafeMutableBufferPointer { costs in
                    let costs = costs
                    team.forEach(costs.count) { piece in
                        for point in piece * rows..<min((piece + 1) * rows, places.count) {
                            costs[piece] += Attraction.cost(point, affinities, places.baseAddress!)
                        }
                    }
                }
            }
        }
        return affinities.negativeEntropy + costs.reduce(0, +) + log(sum)
    }

    /// Moves the middle of the picture to 0.
    mutating func centre() {
        var sum = SIMD2<Double>.zero
        for place in places { sum += SIMD2<Double>(place) }
        let mean = SIMD2<Float>(sum / Double(max(1, places.count)))
        for point in places.indices { places[point] -= mean }
    }

    @inline(__always)
    private static func gain(_ gain: SIMD2<Float>, _ gradient: SIMD2<Float>, _ velocity: SIMD2<Float>) -> SIMD2<Float> {
        let turns = gradient * velocity .> 0
        let gain = (gain + 0.2).replacing(with: gain * 0.8, where: turns)
        return gain.replacing(with: 0.01, where: gain .< 0.01)
    }

    private typealias Buffer = UnsafeMutableBufferPointer<SIMD2<Float>>

    private mutating func withBuffers(
        _ next: inout [SIMD2<Float>], _ body: (UnsafeBufferPointer<SIMD2<Float>>, Buffer, Buffer, Buffer) -> Void
    ) {
        places.withUnsafeBufferPointer { places in
            next.withUnsafeMutableBufferPointer { next in
                velocities.withUnsafeMutableBufferPointer { velocities in
                    gains.withUnsafeMutableBufferPointer { gains in body(places, next, velocities, gains) }
                }
            }
        }
    }
}
