import Testing
import Embedding

@Suite struct PrincipalComponentsTests {
    @Test func findsTheDiagonal() throws {
        // Along (1, 1) the points lie at ±√8 and 0, along (1, −1) at ±√2/… : by hand, variances 16/4 and 1/4.
        let points = Points(width: 2, values: [-2, -2, 2, 2, 0, 0, -0.5, 0.5, 0.5, -0.5])
        let found = try PrincipalComponents(of: points, count: 2)
        #expect(abs(found.variances[0] - 4) < 1e-12)
        #expect(abs(found.variances[1] - 0.25) < 1e-12)
        #expect(abs(found.totalVariance - 4.25) < 1e-12)
        #expect(abs(found.components[0] - 0.5.squareRoot()) < 1e-12)
        #expect(abs(found.components[1] - 0.5.squareRoot()) < 1e-12)
        let scores = found.scores(of: points)
        #expect(abs(scores[2] - Float(8).squareRoot()) < 1e-6)
        #expect(abs(scores[3]) < 1e-6)
    }

    @Test func componentsAreOrthonormalAndTheirLargestLoadingPositive() throws {
        let points = clouds(1100, width: 17)
        let found = try PrincipalComponents(of: points, count: 17)
        let vectors = (0..<17).map { Array(found.components[$0 * 17..<($0 + 1) * 17]) }
        for (row, first) in vectors.enumerated() {
            #expect((first.max { abs($0) < abs($1) } ?? 0) > 0)
            for (column, second) in vectors.enumerated() {
                let product = zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
                #expect(abs(product - (row == column ? 1 : 0)) < 1e-10)
            }
        }
        #expect(zip(found.variances, found.variances.dropFirst()).allSatisfy { $0 >= $1 })
    }

    @Test func scoresHaveTheVariancesAndNoCovariance() throws {
        let points = clouds(700, width: 4)
        let found = try PrincipalComponents(of: points, count: 3)
        let scores = found.scores(of: points)
        for first in 0..<3 {
            for second in 0..<3 {
                let sum = (0..<700).reduce(0.0) {
                    $0 + Double(scores[$1 * 3 + first]) * Double(scores[$1 * 3 + second])
                }
                #expect(abs(sum / 699 - (first == second ? found.variances[first] : 0)) < 1e-5)
            }
        }
    }

    @Test func onePointOrEqualPointsHaveNoVariance() throws {
        for count in [1, 7] {
            let points = Points(width: 3, values: [Float](repeating: 2.5, count: 3 * count))
            let found = try PrincipalComponents(of: points, count: 2)
            #expect(found.totalVariance == 0)
            #expect(found.scores(of: points).allSatisfy { $0 == 0 })
        }
    }
}
