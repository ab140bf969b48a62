/// The loss of sixteen counts whose means are known with their logarithms.
protocol CountLoss {
    func loss(count: Vector, mean: Vector, logMean: Vector) -> Vector
    /// The derivative for the logarithm of the mean.
    func slope(count: Vector, mean: Vector) -> Vector
    /// The derivative for what is learnt beside the decoder.
    func spreadSlope(count: Vector, mean: Vector) -> Vector
}

extension CountLoss {
    @inline(__always) func spreadSlope(count: Vector, mean: Vector) -> Vector { .zero }
}

struct PoissonLoss: CountLoss {
    @inline(__always) func loss(count: Vector, mean: Vector, logMean: Vector) -> Vector {
        mean - count * logMean + RisingGamma.logarithm(count, above: Vector(repeating: 1))
    }

    @inline(__always) func slope(count: Vector, mean: Vector) -> Vector { mean - count }
}

struct NegativeBinomialLoss: CountLoss {
    let theta: Vector

    /// θ log((θ + μ)/θ) + x log((θ + μ)/μ) − log Γ(x + θ)/Γ(θ) + log x!
    @inline(__always) func loss(count: Vector, mean: Vector, logMean: Vector) -> Vector {
        theta * logOfOneMore(mean / theta) + count * (log(theta + mean) - logMean)
            - RisingGamma.logarithm(count, above: theta) + RisingGamma.logarithm(count, above: Vector(repeating: 1))
    }

    @inline(__always) func slope(count: Vector, mean: Vector) -> Vector { theta * (mean - count) / (theta + mean) }

    @inline(__always) func spreadSlope(count: Vector, mean: Vector) -> Vector {
        theta
            * (logOfOneMore(mean / theta) + (count - mean) / (theta + mean) - RisingGamma.slope(count, above: theta))
    }
}

struct CountSquares: CountLoss {
    @inline(__always) func loss(count: Vector, mean: Vector, logMean: Vector) -> Vector {
        (mean - count) * (mean - count)
    }

    @inline(__always) func slope(count: Vector, mean: Vector) -> Vector { 2 * mean * (mean - count) }
}
