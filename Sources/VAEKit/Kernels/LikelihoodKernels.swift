import Glibc
import Threads

/// How likely an image is, given the decoder's output before its sigmoid (the logits).
public enum Likelihood: Equatable, Sendable {
    /// Bernoulli: the binary cross-entropy of pixels in [0, 1].
    case bce
    /// The plain sum of squares between sigmoid(logit) and the pixel.
    case mse
    /// The negative log density of a normal distribution about sigmoid(logit) with this standard deviation.
    case gaussian(sigma: Float)

    /// What makes a loss of `values` values the negative logarithm of a probability or a density: the sum of squares is that
    /// of a normal distribution of variance ½ but for ½ log π a value.
    func constant(values: Int) -> Double { self == .mse ? 0.5 * Glibc.log(Double.pi) * Double(values) : 0 }
}

/// The loss of sixteen values and its derivative for their logits.
protocol VectorLikelihood {
    func loss(logit: Vector, pixel: Vector) -> Vector
    func lossAndGradient(logit: Vector, pixel: Vector) -> (loss: Vector, gradient: Vector)
}

private struct BernoulliLoss: VectorLikelihood {
    @inline(__always) func loss(logit: Vector, pixel: Vector) -> Vector {
        lossAndGradient(logit: logit, pixel: pixel).loss
    }

    /// max(y, 0) − y·x + log(1 + e^−|y|), which neither overflows nor loses the small terms.
    @inline(__always) func lossAndGradient(logit: Vector, pixel: Vector) -> (loss: Vector, gradient: Vector) {
        let tail = exp(-absolute(logit))
        let loss = maximum(logit, Vector.zero) - logit * pixel + log1p(tail)
        let positive = 1 / (1 + tail)
        let mean = (tail * positive).replacing(with: positive, where: logit .>= 0)
        return (loss, mean - pixel)
    }
}

/// `factor` · (sigmoid(logit) − pixel)² + `constant`.
private struct SquaredLoss: VectorLikelihood {
    let factor: Vector
    let constant: Vector

    @inline(__always) func loss(logit: Vector, pixel: Vector) -> Vector {
        lossAndGradient(logit: logit, pixel: pixel).loss
    }

    @inline(__always) func lossAndGradient(logit: Vector, pixel: Vector) -> (loss: Vector, gradient: Vector) {
        let mean = sigmoid(logit)
        let difference = mean - pixel
        let scaled = difference * factor
        return (fma(difference, scaled, constant), 2 * scaled * mean * (1 - mean))
    }
}

/// The reconstruction loss of a batch, `values × columns`.
///
/// Each item's loss is the sum of a fixed number of partial sums, so it is the same for any number of threads.
package struct ReconstructionKernel {
    let likelihood: Likelihood
    let values: Int
    /// Partial sums, `parts × columns`.
    private let partials: MutableTensor

    private static let parts = 32

    /// - Parameter capacity: the most columns a batch has.
    package init(likelihood: Likelihood, values: Int, capacity: Int) {
        self.likelihood = likelihood
        self.values = values
        partials = MutableTensor(zeros: Self.parts * capacity)
    }

    /// Puts each item's loss in `losses` (columns), and where `gradient` is given the derivative of
    /// Σ `weights` · loss for the logits there (it may overwrite them).
    package func evaluate(
        logits: Tensor, images: Tensor, weights: Tensor, losses: MutableTensor, gradient: MutableTensor?,
        team: ThreadTeam
    ) {
        switch likelihood {
        case .bce:
            run(BernoulliLoss(), logits, images, weights, losses, gradient, team)
        case .mse:
            let loss = SquaredLoss(factor: Vector(repeating: 1), constant: .zero)
            run(loss, logits, images, weights, losses, gradient, team)
        case .gaussian(let sigma):
            let constant = Glibc.log(sigma) + 0.5 * Glibc.log(2 * Float.pi)
            let loss = SquaredLoss(
                factor: Vector(repeating: 0.5 / (sigma * sigma)), constant: Vector(repeating: constant))
            run(loss, logits, images, weights, losses, gradient, team)
        }
    }

    @inline(__always)
    private func run(
        _ kernel: some VectorLikelihood, _ logits: Tensor, _ images: Tensor, _ weights: Tensor, _ losses: MutableTensor,
        _ gradient: MutableTensor?, _ team: ThreadTeam
    ) {
        let columns = losses.count
        // Pointers, because a tensor would be retained and released for every vector, by all threads at once.
        let (logits, images, weights, losses) = (logits.pointer, images.pointer, weights.pointer, losses.pointer)
        let (gradient, partials) = (gradient?.pointer, partials.pointer)
        team.forEach(Self.parts) { part in
            let rows = (0..<values).part(part, of: Self.parts)
            for column in stride(from: 0, to: columns, by: Tensor.lanes) {
                let weight = loadVector(weights + column)
                var total = Vector.zero
                for row in rows {
                    let at = row * columns + column
                    let logit = loadVector(logits + at)
                    let pixel = loadVector(images + at)
                    if let gradient {
                        let result = kernel.lossAndGradient(logit: logit, pixel: pixel)
                        total += result.loss
                        storeVector(result.gradient * weight, gradient + at)
                    } else {
                        total += kernel.loss(logit: logit, pixel: pixel)
                    }
                }
                storeVector(total, partials + part * columns + column)
            }
        }
        for column in stride(from: 0, to: columns, by: Tensor.lanes) {
            var total = Vector.zero
            for part in 0..<Self.parts { total += loadVector(partials + part * columns + column) }
            storeVector(total, losses + column)
        }
    }
}
