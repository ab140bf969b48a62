import Densities

/// The total correlation of the latents as if they were jointly normal: KL(N(m, S) ‖ Π N(m_j, S_jj)) =
/// ½ (Σ log S_jj − log det S), in nats (Watanabe 1960). 0 is reached where no two coordinates are correlated.
public enum TotalCorrelation {
    /// Coordinates that are constant go with none and are left out; nil where others depend on each other linearly, and the
    /// correlation is infinite.
    public static func ofNormal(_ latents: [[Double]]) -> Double? {
        let standard = latents.compactMap { Standardised($0)?.values }
        let count = Double(latents[0].count)
        let correlations = standard.flatMap { row in
            standard.map { other in zip(row, other).reduce(0) { $0 + $1.0 * $1.1 } / count }
        }
        let factor = LowerTriangle(factorOf: correlations, order: standard.count, least: 1e-12)
        // Of correlations, Σ log S_jj is 0; of their factor L, log det S is twice log det L.
        return factor.map { max(0, -$0.logDeterminant) }
    }
}
