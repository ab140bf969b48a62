import Threads

/// The cross-entropy of a batch's classes in nats per image, −log softmax(logits)[label], and its softmax.
///
/// Logits are `classes × columns`. The logarithm of the sum is taken about the largest logit, which neither overflows nor
/// loses the small terms; where a logit is not finite, neither is the loss.
package struct CrossEntropyKernel {
    let classes: Int

    package init(classes: Int) { self.classes = classes }

    /// Puts each item's loss in `losses` (columns), and where `gradient` is given the derivative of
    /// Σ `weights` · loss for the logits there (it may overwrite them).
    ///
    /// - Parameter labels: the class of each column, within `0..<classes`; those of columns that pad the batch too.
    package func evaluate(
        logits: Tensor, labels: [Int], weights: Tensor, losses: MutableTensor, gradient: MutableTensor?,
        team: ThreadTeam
    ) {
        let columns = losses.count
        team.forEachRange(of: columns / Tensor.lanes, grain: 1) { range in
            for column in range.vectorPlaces {
                let (largest, sum) = exponentials(logits, column, columns)
                var chosen = Vector.zero
                for lane in 0..<Tensor.lanes {
                    chosen[lane] = logits.pointer[labels[column + lane] * columns + column + lane]
                }
                // The last term is nothing, unless the sum is not a number: the logarithm does not look.
                storeVector(log(sum) + (largest - chosen) + (sum - sum), losses.pointer + column)
                guard let gradient else { continue }
                let weight = loadVector(weights.pointer + column)
                let factor = weight / sum
                for row in 0..<classes {
                    let at = row * columns + column
                    storeVector(exp(loadVector(logits.pointer + at) - largest) * factor, gradient.pointer + at)
                }
                for lane in 0..<Tensor.lanes {
                    gradient.pointer[labels[column + lane] * columns + column + lane] -= weight[lane]
                }
            }
        }
    }

    /// Puts each item's probabilities, softmax(logits), in `output`, which may be the logits.
    package func probabilities(logits: Tensor, output: MutableTensor, columns: Int) {
        for column in stride(from: 0, to: columns, by: Tensor.lanes) {
            let (largest, sum) = exponentials(logits, column, columns)
            for row in 0..<classes {
                let at = row * columns + column
                storeVector(exp(loadVector(logits.pointer + at) - largest) / sum, output.pointer + at)
            }
        }
    }

    /// The largest logit of sixteen items, and the sum of e^(logit − largest), which is at least 1.
    @inline(__always)
    private func exponentials(_ logits: Tensor, _ column: Int, _ columns: Int) -> (largest: Vector, sum: Vector) {
        var largest = loadVector(logits.pointer + column)
        for row in 1..<classes { largest = maximum(largest, loadVector(logits.pointer + row * columns + column)) }
        var sum = Vector.zero
        for row in 0..<classes { sum += exp(loadVector(logits.pointer + row * columns + column) - largest) }
        return (largest, sum)
    }
}
