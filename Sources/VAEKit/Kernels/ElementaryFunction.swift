/// The functions of `VectorMath` for whole arrays: what the tests measure the errors of.
package enum ElementaryFunction: String, CaseIterable, Sendable {
    case exp, expm1, log, log1p, sigmoid, tanh, sineOfTurns, cosineOfTurns

    /// Values of the function.
    package func callAsFunction(_ arguments: [Float]) -> [Float] {
        var values = arguments
        for first in stride(from: 0, to: arguments.count, by: Tensor.lanes) {
            var vector = Vector.zero
            let count = min(Tensor.lanes, arguments.count - first)
            for lane in 0..<count { vector[lane] = arguments[first + lane] }
            let result = value(vector)
            for lane in 0..<count { values[first + lane] = result[lane] }
        }
        return values
    }

    private func value(_ x: Vector) -> Vector {
        switch self {
        case .exp: VAEKit.exp(x)
        case .expm1: VAEKit.expm1(x)
        case .log: VAEKit.log(x)
        case .log1p: VAEKit.log1p(x)
        case .sigmoid: VAEKit.sigmoid(x)
        case .tanh: VAEKit.tanh(x)
        case .sineOfTurns: sineAndCosine(ofTurns: x).sine
        case .cosineOfTurns: sineAndCosine(ofTurns: x).cosine
        }
    }
}
