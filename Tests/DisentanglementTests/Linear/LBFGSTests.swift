import Disentanglement
import Testing

@Suite struct LBFGSTests {
    /// A long valley: curvatures from 1 to 10,000.
    @Test func findsTheMinimumOfAValley() {
        let curvatures = (0..<9).map { Double(1 + $0 * $0 * 156) }
        let minimum = LBFGS(tolerance: 1e-9, limit: 500).minimum(from: [Double](repeating: 5, count: 9)) { point in
            let steps = point.enumerated().map { $1 - Double($0) }
            let value = zip(curvatures, steps).reduce(0) { $0 + 0.5 * $1.0 * $1.1 * $1.1 }
            return (value, zip(curvatures, steps).map { $0 * $1 })
        }
        #expect(minimum.enumerated().allSatisfy { abs($1 - Double($0)) < 1e-8 })
    }
}
