import TensorStreams

/// The sliced Wasserstein distance of two samples of the same size, latent × columns each (Bonneel et al. 2015): in one
/// dimension the best transport joins what has the same rank. Limited by sorting.
struct SlicedDistanceKernel {
    let latent: Int
    let items: Int
    let columns: Int
    let slices: Int
    /// Of the directions.
    let source: NoiseSource

    /// Numbers of work space: a direction, what lies along it of both samples, and the items' order in each.
    static func workCount(latent: Int, columns: Int) -> Int { Tensor.padded(latent) + 4 * columns }

    /// Puts the gradient for `sample` in `gradient` where that is given.
    ///
    /// - Returns: the mean over slices and items of the squared differences.
    func evaluate(sample: Tensor, prior: Tensor, gradient: MutableTensor?, work: MutableTensor) -> Double {
        gradient?.fill(0)
        let direction = work.pointer
        let along = direction + Tensor.padded(latent)
        let other = along + columns
        let (order, otherOrder) = (other + columns, other + 2 * columns)
        let share = 1 / Float(slices * items)
        var total = 0.0
        for slice in 0..<slices {
            draw(slice, direction)
            project(sample, direction, along, order)
            project(prior, direction, other, otherOrder)
            for rank in 0..<items {
                let item = Int(order[rank])
                let difference = along[item] - other[Int(otherOrder[rank])]
                total += Double(difference * difference)
                guard let gradient else { continue }
                for row in 0..<latent {
                    gradient[row * columns + item] += 2 * share * difference * direction[row]
                }
            }
        }
        return total * Double(share)
    }

    /// A direction that is as likely as any other.
    private func draw(_ slice: Int, _ direction: UnsafeMutablePointer<Float>) {
        var squares: Float = 0
        for row in 0..<latent {
            direction[row] = source.normal(slice * latent + row)
            squares += direction[row] * direction[row]
        }
        for row in 0..<latent { direction[row] /= squares.squareRoot() }
    }

    /// How far each item lies along the direction, and the items in the order of that.
    private func project(
        _ values: Tensor, _ direction: UnsafePointer<Float>, _ along: UnsafeMutablePointer<Float>,
        _ order: UnsafeMutablePointer<Float>
    ) {
        for item in 0..<items {
            var sum: Float = 0
            for row in 0..<latent { sum += direction[row] * values[row * columns + item] }
            along[item] = sum
            order[item] = Float(item)
        }
        var ranks = UnsafeMutableBufferPointer(start: order, count: items)
        ranks.sort { (along[Int($0)], $0) < (along[Int($1)], $1) }
    }
}
