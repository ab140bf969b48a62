import Glibc

/// Ways from one latent to another.
public enum Interpolation: Sendable {
    /// Along the straight line.
    case linear
    /// Along the great circle, the lengths in between too: K. Shoemake, "Animating rotation with quaternion curves",
    /// SIGGRAPH 1985. Where the two are parallel, opposite or one is zero there is no single such arc, and the straight
    /// line is taken.
    case spherical

    /// The point at `t` on the way from `a` (t = 0) to `b` (t = 1), which are of one width.
    public func point(from a: [Float], to b: [Float], at t: Double) -> [Float] {
        let (first, second) = weights(a, b, t)
        return zip(a, b).map { Float(first * Double($0) + second * Double($1)) }
    }

    private func weights(_ a: [Float], _ b: [Float], _ t: Double) -> (Double, Double) {
        let line = (1 - t, t)
        if case .linear = self { return line }
        let lengths = sqrt(dot(a, a)) * sqrt(dot(b, b))
        guard lengths > 0 else { return line }
        let angle = acos(max(-1, min(1, dot(a, b) / lengths)))
        guard sin(angle) > 1e-6 else { return line }
        return (sin((1 - t) * angle) / sin(angle), sin(t * angle) / sin(angle))
    }

    private func dot(_ a: [Float], _ b: [Float]) -> Double {
        zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
}
