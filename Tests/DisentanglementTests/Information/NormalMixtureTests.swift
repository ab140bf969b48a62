import Disentanglement
import Glibc
import TensorStreams
import Testing
import Threads

@Suite struct NormalMixtureTests {
    private func naive(_ means: [Double], _ logVariances: [Double], _ draws: [Float]) -> Double {
        let logs = draws.map { draw in
            let density = means.indices.reduce(0) { sum, place in
                let t = (Double(draw) - means[place]) * exp(-0.5 * logVariances[place])
                return sum + exp(-0.5 * (t * t + logVariances[place])) / (2 * Double.pi).squareRoot()
            }
            return log(density / Double(means.count))
        }
        return -logs.reduce(0, +) / Double(draws.count)
    }

    @Test(arguments: [(1, 1), (3, 65), (1500, 200)]) func isTheSumOfItsDensities(components: Int, draws: Int) {
        let noise = NoiseSource(seed: 4)
        let means = (0..<components).map { 2 * Double(noise.normal($0)) }
        let logVariances = (0..<components).map { Double(noise.normal(10_000 + $0)) - 3 }
        let drawn = (0..<draws).map { Float(means[$0 % components]) + 0.2 * noise.normal(20_000 + $0) }
        let mixture = NormalMixture(means: means, logVariances: logVariances)
        let found = mixture.crossEntropy(of: drawn, team: ThreadTeam(threads: 2))
        #expect(abs(found - naive(means, logVariances, drawn)) < 1e-5)
        #expect(found == mixture.crossEntropy(of: drawn, team: ThreadTeam(threads: 1)))
    }

    @Test(arguments: [-200.0, 0, 60]) func noVarianceOverflows(logVariance: Double) {
        let mixture = NormalMixture(means: [1, 1], logVariances: [logVariance, logVariance])
        let found = mixture.crossEntropy(of: [1], team: ThreadTeam(threads: 1))
        #expect(abs(found - 0.5 * (max(logVariance, -120) + log(2 * Double.pi))) < 1e-4)
    }
}
