/// The updates of the optimisers, over flat parameters and gradients. Each reads and writes every number once: they are
/// limited by memory.
enum OptimizerKernel {
    struct Adam {
        var rate: Float
        var beta1: Float
        var beta2: Float
        var epsilon: Float
        /// 1 − beta₁ᵗ and √(1 − beta₂ᵗ).
        var correction1: Float
        var correction2: Float
        /// Factor on the parameters before the update (decoupled weight decay: 1 − rate · decay).
        var shrink: Float
        /// Added to the gradient, times the parameter (L2 penalty).
        var penalty: Float
        /// Factor on the gradient (clipping).
        var gradientScale: Float

        /// Kingma & Ba 2014, algorithm 1; with `shrink` Loshchilov & Hutter 2017, algorithm 2.
        func update(parameters: Tensor, gradient: Tensor, mean: Tensor, square: Tensor, team: ThreadTeam) {
            let (p, g, m, v) = (parameters.pointer, gradient.pointer, mean.pointer, square.pointer)
            let step = Vector(repeating: rate / correction1)
            let inverse = Vector(repeating: 1 / correction2)
            let (keep1, keep2) = (Vector(repeating: beta1), Vector(repeating: beta2))
            team.forEachRange(of: parameters.count / 16, grain: 1024) { range in
                for at in stride(from: range.lowerBound * 16, to: range.upperBound * 16, by: 16) {
                    let weight = loadVector(p + at)
                    let slope = fma(loadVector(g + at), Vector(repeating: gradientScale), weight * penalty)
                    let average = fma(loadVector(m + at), keep1, (1 - keep1) * slope)
                    let power = fma(loadVector(v + at), keep2, (1 - keep2) * slope * slope)
                    let scale = fma(squareRoot(power), inverse, epsilon)
                    storeVector(average, m + at)
                    storeVector(power, v + at)
                    storeVector(weight * shrink - step * average / scale, p + at)
                }
            }
        }
    }

    /// Stochastic gradient descent with (PyTorch's) momentum: velocity = momentum · velocity + gradient.
    struct SGD {
        var rate: Float
        var momentum: Float
        var penalty: Float
        var gradientScale: Float

        func update(parameters: Tensor, gradient: Tensor, velocity: Tensor, team: ThreadTeam) {
            let (p, g, u) = (parameters.pointer, gradient.pointer, velocity.pointer)
            team.forEachRange(of: parameters.count / 16, grain: 1024) { range in
                for at in stride(from: range.lowerBound * 16, to: range.upperBound * 16, by: 16) {
                    let weight = loadVector(p + at)
                    let slope = fma(loadVector(g + at), Vector(repeating: gradientScale), weight * penalty)
                    let speed = fma(loadVector(u + at), Vector(repeating: momentum), slope)
                    storeVector(speed, u + at)
                    storeVector(fma(speed, Vector(repeating: -rate), weight), p + at)
                }
            }
        }
    }

    /// The sum of squares of a tensor whose count is a multiple of 16, in an order that threads do not change.
    static func squaredNorm(_ tensor: Tensor) -> Double {
        var total = 0.0
        let vectors = tensor.count / 16
        for first in stride(from: 0, to: vectors, by: 256) {
            var sum = Vector.zero
            for index in first..<min(first + 256, vectors) {
                let value = loadVector(tensor.pointer + index * 16)
                addProduct(&sum, value, value)
            }
            total += Double(sum.sum())
        }
        return total
    }
}

extension Tensor {
    /// Whether no number is infinite or not a number.
    package var isFinite: Bool {
        var sum = Vector.zero
        let whole = count / 16 * 16
        for at in stride(from: 0, to: whole, by: 16) { addProduct(&sum, loadVector(pointer + at), Vector.zero) }
        // Infinity and not-a-number times zero are not zero, and stay in the sum.
        return sum.sum() == 0 && (whole..<count).allSatisfy { self[$0].isFinite }
    }
}
