import Densities
import TestSupport
import Testing
import Threads

@Suite struct GaussianMixtureTests {
    private let team = ThreadTeam(threads: 1)

    @Test func densityOfOneIsThatOfTheFormula() throws {
        // Variances 4 and 1 and covariance 1: determinant 3, inverse (1, −1; −1, 4) / 3.
        let normal = try #require(Gaussian(mean: [1, -2], covariance: [4, 1, 1, 1]))
        let mixture = GaussianMixture(weights: [5], components: [normal])
        let found = mixture.logDensities(of: [1, -2, 3, -1], team: team)
        let peak = -1.8378770664093453 - 0.5 * 1.0986122886681098
        #expect(abs(found[0] - peak) < 1e-12)
        #expect(abs(found[1] - (peak - 0.5 * (4 - 4 + 4) / 3)) < 1e-12)
    }

    @Test func sharesAddUpAndMomentsAreThoseOfTheWhole() throws {
        let left = try #require(Gaussian(mean: [-1], covariance: [1]))
        let right = try #require(Gaussian(mean: [3], covariance: [4]))
        let mixture = GaussianMixture(weights: [3, 1], components: [left, right])
        #expect(mixture.weights == [0.75, 0.25])
        #expect(mixture.mean == [0])
        // 0.75 · (1 + 1) + 0.25 · (4 + 9)
        #expect(abs(mixture.deviation[0] - 4.75.squareRoot()) < 1e-12)
        // Far out only the wider one counts: log ¼ − ½ log 2π − log 2 − ½ (33 / 2)².
        let far = mixture.logDensities(of: [-30], team: team)[0]
        #expect(abs(far - (-1.3862943611198906 - 0.9189385332046727 - 0.6931471805599453 - 136.125)) < 1e-9)
    }

    @Test(arguments: [1, 15, 16, 17, 1000]) func manyRowsAreAsOneByOne(count: Int) throws {
        let first = try #require(Gaussian(mean: [0, 1, 2], covariance: [2, 0.5, 0, 0.5, 1, 0, 0, 0, 3]))
        let second = try #require(Gaussian(mean: [1, 1, 1], covariance: [1, 0, 0, 0, 1, 0, 0, 0, 1]))
        let mixture = GaussianMixture(weights: [1, 2], components: [first, second])
        let rows = (0..<3 * count).map { Float(($0 * 37) % 101) / 25 - 2 }
        let together = mixture.logDensities(of: rows, team: ThreadTeam(threads: 2))
        #expect(together.count == count)
        for row in 0..<count {
            #expect(mixture.logDensities(of: Array(rows[3 * row..<3 * row + 3]), team: team) == [together[row]])
        }
    }

    @Test func densitiesAreScikitLearns() throws {
        let fixture = try Fixture("latents.expected")
        let (means, covariances) = (try fixture.doubles("means"), try fixture.doubles("covariances"))
        let width = try fixture.width("points")
        let components = try (0..<means.count / width).map { number in
            try #require(
                Gaussian(
                    mean: Array(means[number * width..<(number + 1) * width]),
                    covariance: Array(covariances[number * width * width..<(number + 1) * width * width])))
        }
        let mixture = GaussianMixture(weights: try fixture.doubles("weights"), components: components)
        let found = mixture.logDensities(of: try fixture.floats("points"), team: team)
        #expect(zip(found, try fixture.doubles("log_densities")).allSatisfy { abs($0 - $1) < 1e-9 })
    }

    @Test func noNormalDistributionWithoutAFactor() {
        #expect(Gaussian(mean: [0, 0], covariance: [1, 2, 2, 1]) == nil)
        #expect(Gaussian(mean: [0], covariance: [0]) == nil)
        #expect(Gaussian(mean: [.nan], covariance: [1]) == nil)
        #expect(Gaussian(mean: [0], covariance: [.infinity]) == nil)
    }

    @Test func drawsAreOfTheComponentChosen() throws {
        let normal = try #require(Gaussian(mean: [1, -2], covariance: [4, 2, 2, 2]))
        let other = try #require(Gaussian(mean: [100, 100], covariance: [1, 0, 0, 1]))
        let mixture = GaussianMixture(weights: [0.25, 0.75], components: [normal, other])
        // The factor is (2, 0; 1, 1).
        #expect(mixture.draw(choice: 0.2, normals: [1, 3]) == ([3, 2], 0))
        #expect(mixture.draw(choice: 0.25, normals: [1, 3]) == ([101, 103], 1))
        #expect(mixture.draw(choice: 1, normals: [0, 0]).component == 1)
    }
}

func == (left: (latent: [Float], component: Int), right: ([Float], Int)) -> Bool {
    left.latent == right.0 && left.component == right.1
}
