import Embedding
import Testing

@Suite struct MembershipCurveTests {
    /// What find_ab_params of umap-learn 0.5.12 gives.
    @Test(arguments: [
        (0.1, 1.0, 1.5769434602697652, 0.8950608778515733), (0.0, 1.0, 1.93280839734315, 0.7904949732233831),
        (0.5, 1.0, 0.5830300203414425, 1.3341669924314914), (0.25, 2.0, 0.41627349667013186, 0.9218551324072873),
        (0.001, 0.5, 5.776298980658071, 0.7925153070881216),
    ])
    func isTheNearest(minimalDistance: Double, spread: Double, a: Double, b: Double) {
        let curve = MembershipCurve(minimalDistance: minimalDistance, spread: spread)
        #expect(abs(curve.a - a) < 1e-4 * a)
        #expect(abs(curve.b - b) < 1e-4 * b)
    }
}
