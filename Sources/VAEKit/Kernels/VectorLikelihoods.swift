import Glibc

/// The loss of sixteen values in a row and its derivative for the decoder's output.
protocol VectorLikelihood {
    /// Makes ready for the values of a row.
    mutating func begin(row: Int)
    func loss(output: Vector, value: Vector) -> Vector
    func lossAndGradient(output: Vector, value: Vector) -> (loss: Vector, gradient: Vector)
    /// The derivative of the loss for what is learnt of the row beside the output.
    func spreadGradient(output: Vector, value: Vector) -> Vector
}

extension VectorLikelihood {
    mutating func begin(row: Int) {}

    @inline(__always) func loss(output: Vector, value: Vector) -> Vector {
        lossAndGradient(output: output, value: value).loss
    }

    @inline(__always) func spreadGradient(output: Vector, value: Vector) -> Vector { .zero }
}

struct BernoulliLoss: VectorLikelihood {
    /// max(y, 0) − y·x + log(1 + e^−|y|), which neither overflows nor loses the small terms.
    @inline(__always) func lossAndGradient(output: Vector, value: Vector) -> (loss: Vector, gradient: Vector) {
        let tail = exp(-absolute(output))
        let loss = maximum(output, Vector.zero) - output * value + log1p(tail)
        let positive = 1 / (1 + tail)
        let mean = (tail * positive).replacing(with: positive, where: output .>= 0)
        return (loss, mean - value)
    }
}

/// Means of the decoder's output, and their derivatives.
protocol VectorLink {
    static func mean(_ output: Vector) -> Vector
    static func slope(mean: Vector) -> Vector
}

enum SigmoidLink: VectorLink {
    @inline(__always) static func mean(_ output: Vector) -> Vector { sigmoid(output) }
    @inline(__always) static func slope(mean: Vector) -> Vector { mean * (1 - mean) }
}

enum IdentityLink: VectorLink {
    @inline(__always) static func mean(_ output: Vector) -> Vector { output }
    @inline(__always) static func slope(mean: Vector) -> Vector { Vector(repeating: 1) }
}

/// `factor` · (mean − value)² + `constant`.
struct SquaredLoss<Link: VectorLink>: VectorLikelihood {
    var factor: Vector
    var constant = Vector.zero

    @inline(__always) func lossAndGradient(output: Vector, value: Vector) -> (loss: Vector, gradient: Vector) {
        let mean = Link.mean(output)
        let difference = mean - value
        let scaled = difference * factor
        return (fma(difference, scaled, constant), 2 * scaled * Link.slope(mean: mean))
    }
}

extension SquaredLoss {
    init() { self.init(factor: Vector(repeating: 1)) }

    /// −log N(value; mean, σ²).
    init(sigma: Float) {
        self.init(
            factor: Vector(repeating: 0.5 / (sigma * sigma)),
            constant: Vector(repeating: Glibc.log(sigma) + 0.5 * Glibc.log(2 * Float.pi)))
    }
}

/// The squared differences of outputs and values, each row in a unit of its own.
struct RowSquares: VectorLikelihood {
    /// One for each row, or one for all.
    let units: Tensor
    private var square = SquaredLoss<IdentityLink>()

    init(units: Tensor) { self.units = units }

    mutating func begin(row: Int) {
        let unit = units[units.count == 1 ? 0 : row]
        square.factor = Vector(repeating: unit * unit)
    }

    @inline(__always) func lossAndGradient(output: Vector, value: Vector) -> (loss: Vector, gradient: Vector) {
        square.lossAndGradient(output: output, value: value)
    }
}

/// −log N(value; mean, σ²) with a σ for each row that is learnt (`LearntSpread`).
struct LearntGaussianLoss<Link: VectorLink>: VectorLikelihood {
    private let learnt: Tensor
    private var normal = SquaredLoss<Link>()
    private var slope = Vector.zero

    init(learnt: Tensor) { self.learnt = learnt }

    mutating func begin(row: Int) {
        normal = SquaredLoss(sigma: Glibc.expf(LearntSpread.logDeviation(learnt[row])))
        slope = Vector(repeating: LearntSpread.slope(learnt[row]))
    }

    @inline(__always) func lossAndGradient(output: Vector, value: Vector) -> (loss: Vector, gradient: Vector) {
        normal.lossAndGradient(output: output, value: value)
    }

    /// d loss / d log σ = 1 − (mean − value)²/σ².
    @inline(__always) func spreadGradient(output: Vector, value: Vector) -> Vector {
        let difference = Link.mean(output) - value
        return (1 - 2 * normal.factor * difference * difference) * slope
    }
}
