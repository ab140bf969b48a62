/// What the gamma function says of whole numbers x ≥ 0 above a θ > 0, as differences, which keep their digits where θ is large.
///
/// θ and θ + x are taken up by eight steps of Γ(z + 1) = z Γ(z), to where Stirling's series holds.
enum RisingGamma {
    private static let steps: Float = 8

    /// log Γ(θ + x) − log Γ(θ).
    @inline(__always)
    static func logarithm(_ x: Vector, above theta: Vector) -> Vector {
        let (low, high) = (theta + steps, theta + x + steps)
        let series = correction(high) - correction(low)
        let stirling = (low - 0.5) * logOfOneMore(x / low) + x * (log(high) - 1) + series
        // Few ratios at a time: their product could leave the range of floats.
        var steps = Vector.zero
        for first in stride(from: Float(0), to: Self.steps, by: 2) {
            let (one, two) = (theta + first, theta + (first + 1))
            steps += log((1 + x / one) * (1 + x / two))
        }
        return stirling - steps
    }

    /// The derivative of that for θ: ψ(θ + x) − ψ(θ).
    @inline(__always)
    static func slope(_ x: Vector, above theta: Vector) -> Vector {
        let (low, high) = (theta + steps, theta + x + steps)
        var sum = logOfOneMore(x / low) + slopeCorrection(high) - slopeCorrection(low)
        for step in 0..<Int(steps) {
            let place = theta + Float(step)
            sum += x / (place * (place + x))
        }
        return sum
    }

    /// What Stirling's series adds to (z − ½) log z − z + ½ log 2π.
    @inline(__always)
    private static func correction(_ z: Vector) -> Vector {
        let inverse = 1 / z
        let square = inverse * inverse
        return inverse * fma(square, fma(square, Vector(repeating: 1 / 1260), -1 / 360), 1 / 12)
    }

    /// The derivative of (z − ½) log z − z and of that, less log z.
    @inline(__always)
    private static func slopeCorrection(_ z: Vector) -> Vector {
        let inverse = 1 / z
        let square = inverse * inverse
        return -0.5 * inverse - square * fma(square, fma(square, Vector(repeating: 1 / 252), -1 / 120), 1 / 12)
    }
}
