import Embedding
import Testing
import Threads

@Suite struct RepulsionTests {
    /// The sums over all pairs, as they are defined.
    private func naive(_ picture: [SIMD2<Float>]) -> (forces: [SIMD2<Double>], sum: Double) {
        var sum = 0.0
        let forces = picture.indices.map { point in
            var force = SIMD2<Double>.zero
            for other in picture.indices where other != point {
                let offset = SIMD2<Double>(picture[point]) - SIMD2<Double>(picture[other])
                let q = 1 / (1 + (offset * offset).sum())
                force += q * q * offset
                sum += q
            }
            return force
        }
        return (forces, sum)
    }

    private func error(_ repulsion: Repulsion, _ exact: [SIMD2<Double>]) -> Double {
        var (wrong, all) = (0.0, 0.0)
        for (force, expected) in zip(repulsion.forces, exact) {
            let offset = SIMD2<Double>(force) - expected
            wrong += (offset * offset).sum()
            all += (expected * expected).sum()
        }
        return (wrong / all).squareRoot()
    }

    @Test(arguments: [2, 17, 65, 300, 1001], [Float(1e-4), 1, 100])
    func withoutThetaIsExact(count: Int, span: Float) {
        let picture = plane(count, span: span)
        let (forces, sum) = naive(picture)
        let found = Repulsion(of: picture, theta: 0, team: ThreadTeam(threads: 2))
        #expect(error(found, forces) < 1e-4)
        // Every point stands in its own list with 1, which is taken off again.
        #expect(abs(found.sum - sum) < 1e-6 * (sum + Double(count)))
    }

    @Test(arguments: [(Float(0.2), 1e-3), (0.5, 1e-2), (1, 5e-2)])
    func errorGrowsWithTheta(theta: Float, bound: Double) {
        let picture = plane(3000, span: 80)
        let (forces, sum) = naive(picture)
        let found = Repulsion(of: picture, theta: theta, team: ThreadTeam(threads: 2))
        #expect(error(found, forces) < bound)
        #expect(abs(found.sum / sum - 1) < bound)
    }

    @Test func equalPlacesDoNotPush() {
        let picture = [SIMD2<Float>](repeating: [3, -2], count: 100)
        let found = Repulsion(of: picture, theta: 0.5, team: ThreadTeam(threads: 1))
        #expect(found.forces.allSatisfy { $0 == .zero })
        #expect(found.sum == 9900)
    }
}
