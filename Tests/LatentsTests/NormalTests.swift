import Latents
import Testing

@Suite struct NormalTests {
    /// Probability and quantile, from mpmath at 40 digits.
    @Test(arguments: [
        (0.5, 0.0), (0.975, 1.9599639845400542), (0.025, -1.9599639845400542), (0.9, 1.2815515655446004),
        (0.01, -2.326347874040841), (0.001, -3.0902323061678136), (1e-06, -4.753424308822899),
        (1e-10, -6.361340902404057), (1e-15, -7.941345326170997), (1e-100, -21.273453560965326),
        (1e-300, -37.0470962993612), (0.07, -1.4757910281791706), (0.0749999, -1.4395321773759007),
        (0.076, -1.4325027208258116), (0.3, -0.5244005127080408),
    ])
    func quantiles(p: Double, expected: Double) {
        #expect(abs(Normal.quantile(p) - expected) <= 4e-15 * max(1, abs(expected)))
    }

    @Test func isSymmetric() {
        for step in 1..<100 {
            let p = Double(step) / 256
            #expect(Normal.quantile(p) == -Normal.quantile(1 - p))
        }
    }

    @Test func endsAndBeyond() {
        #expect(Normal.quantile(0) == -.infinity)
        #expect(Normal.quantile(1) == .infinity)
        #expect(Normal.quantile(-0.1).isNaN)
        #expect(Normal.quantile(.nan).isNaN)
    }
}
