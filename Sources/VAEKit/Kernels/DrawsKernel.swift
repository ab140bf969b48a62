import Threads

/// Several draws for each item of a batch, side by side: item by item, those of one are columns in a row. Limited by memory.
package struct DrawsKernel {
    /// For each item.
    let draws: Int
    let items: Int
    /// Columns of the batch, and of its draws: multiples of 16.
    let batchColumns: Int
    let columns: Int

    /// A small number that keeps 1 / deviation finite, as `PosteriorKernel` has it.
    private static let floor: Float = 1e-12

    package init(draws: Int, items: Int) {
        (self.draws, self.items) = (draws, items)
        (batchColumns, columns) = (Tensor.columns(for: items), Tensor.columns(for: items * draws))
    }

    /// Copies what each item has in each row of `source` (rows × batch columns) for each of its draws (rows × columns). The
    /// columns that pad the draws hold anything.
    package func spread(_ source: Tensor, into target: MutableTensor, team: ThreadTeam) {
        let (from, to) = (source.pointer, target.pointer)
        team.forEachRange(of: target.count / columns, grain: 8) { range in
            for row in range { spread(row: from + row * batchColumns, into: to + row * columns) }
        }
    }

    @inline(__always)
    private func spread(row: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>) {
        for item in 0..<items {
            let end = (item + 1) * draws
            for at in stride(from: item * draws, to: end, by: Tensor.lanes) {
                // What a whole vector writes too much belongs to the next item, which is written later, or to no one.
                if at + Tensor.lanes <= columns {
                    storeVector(Vector(repeating: row[item]), target + at)
                } else {
                    (target + at).update(repeating: row[item], count: end - at)
                }
            }
        }
    }

    /// Multiplies each column of `values` (rows × columns) by its factor.
    package func scale(_ values: MutableTensor, by factors: Tensor, team: ThreadTeam) {
        let (values, factors, rows) = (values.pointer, factors.pointer, values.count / columns)
        team.forEachRange(of: rows, grain: 8) { range in
            for row in range {
                for column in stride(from: 0, to: columns, by: Tensor.lanes) {
                    let at = values + row * columns + column
                    storeVector(loadVector(at) * loadVector(factors + column), at)
                }
            }
        }
    }

    /// Sums what each item's draws have in each row of `source` (rows × columns), in `target` (rows × batch columns), which is
    /// 0 in the columns that pad the batch.
    package func sum(_ source: Tensor, into target: MutableTensor, team: ThreadTeam) {
        let (from, to) = (source.pointer, target.pointer)
        team.forEachRange(of: source.count / columns, grain: 8) { range in
            for row in range {
                for column in 0..<batchColumns {
                    let first = from + row * columns + column * draws
                    to[row * batchColumns + column] = column < items ? sumOfDraws(first) : 0
                }
            }
        }
    }

    /// The sum of the draws of an item.
    @inline(__always)
    private func sumOfDraws(_ first: UnsafePointer<Float>) -> Float {
        let whole = draws / Tensor.lanes * Tensor.lanes
        var lanes = Vector.zero
        for at in stride(from: 0, to: whole, by: Tensor.lanes) { lanes += loadVector(first + at) }
        var sum = whole > 0 ? lanes.sum() : 0
        for at in whole..<draws { sum += first[at] }
        return sum
    }

    /// What the way back to the moments needs of the draws.
    package struct Drawn {
        /// Latent × columns.
        let noise: Tensor
        let sample: Tensor
        /// Each draw's weight in the loss (columns); and the factor on its gradient through z.
        let weights: Tensor
        let factors: Tensor

        package init(noise: Tensor, sample: Tensor, weights: Tensor, factors: Tensor) {
            (self.noise, self.sample, self.weights, self.factors) = (noise, sample, weights, factors)
        }
    }

    /// Sums over each item's draws what comes back to its mean and its deviation (latent × batch columns, overwritten).
    ///
    /// - Parameters:
    ///   - gradient: of the loss for each draw through the decoder, latent × columns; to it is added weight · beta · z, of the
    ///     prior.
    ///   - deviation: of each item, where weight · beta · d log q(z) / dz = −weight · beta · noise / deviation is to be added.
    package func gather(
        _ gradient: Tensor, of drawn: Drawn, beta: Float, deviation: Tensor?, mean: MutableTensor,
        deviationGradient: MutableTensor, team: ThreadTeam
    ) {
        let sums = Sums(
            noise: drawn.noise.pointer, sample: drawn.sample.pointer, gradient: gradient.pointer,
            weights: drawn.weights.pointer, factors: drawn.factors.pointer, beta: beta)
        let (deviation, mean, stretched) = (deviation?.pointer, mean.pointer, deviationGradient.pointer)
        team.forEachRange(of: gradient.count / columns, grain: 4) { range in
            for row in range {
                for column in 0..<batchColumns {
                    let at = row * batchColumns + column
                    guard column < items else {
                        (mean[at], stretched[at]) = (0, 0)
                        continue
                    }
                    let inverse = deviation.map { $0[at] / ($0[at] * $0[at] + Self.floor) } ?? 0
                    let own = column * draws..<(column + 1) * draws
                    (mean[at], stretched[at]) = sums(own, row: row * columns, inverse: inverse)
                }
            }
        }
    }

    /// The sums of one coordinate of an item.
    private struct Sums {
        let noise: UnsafePointer<Float>
        let sample: UnsafePointer<Float>
        let gradient: UnsafePointer<Float>
        let weights: UnsafePointer<Float>
        let factors: UnsafePointer<Float>
        let beta: Float

        @inline(__always)
        func callAsFunction(_ draws: Range<Int>, row: Int, inverse: Float) -> (mean: Float, deviation: Float) {
            var (sum, stretched): (Float, Float) = (0, 0)
            for column in draws {
                let at = row + column
                let pull = weights[column] * beta * (sample[at] - inverse * noise[at])
                let slope = factors[column] * (gradient[at] + pull)
                sum += slope
                stretched += slope * noise[at]
            }
            return (sum, stretched)
        }
    }
}
