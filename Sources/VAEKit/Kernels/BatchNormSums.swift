import Threads

/// The two sums that batch normalisation takes of each channel of a map, forward or back: part by part of its pixels.
///
/// The parts are the same whatever the number of threads, and so are the sums. Limited by memory, where a part is not
/// summed as soon as it is computed, by the core that has it in its cache.
struct BatchNormSums {
    let kernel: BatchNormKernel
    let terms: Terms
    /// Room for `BatchNormKernel.workCount` numbers.
    let work: MutableTensor

    enum Terms {
        /// The mean of the values, and the sum of the squares of their differences from it.
        case statistics(of: Tensor)
        /// The sum of the gradients, and that of their products with the values less the mean.
        case gradients(Tensor, values: Tensor, mean: Tensor)
    }

    /// Takes the sums of all parts of a map that is there.
    func takeAll(_ team: ThreadTeam) { team.forEach(kernel.parts) { take($0) } }

    /// Takes the sums of a part.
    func take(_ part: Int) {
        let (first, second) = kernel.sums(of: part, in: work)
        switch terms {
        case .statistics(let values):
            // The differences from any value do, so that a mean far from zero does not swallow the variance.
            let origin = values.pointer + kernel.pixels(of: part).lowerBound * kernel.channels * kernel.columns
            for channel in 0..<kernel.channels { first[channel] = origin[channel * kernel.columns] }
            sum(Differences(values: values.pointer, origins: first), of: part) { channel, sum, squares in
                let shift = sum / Float(kernel.population(of: part))
                first[channel] += shift
                second[channel] = squares - sum * shift
            }
        case .gradients(let gradients, let values, let mean):
            let moments = Moments(gradients: gradients.pointer, values: values.pointer, means: mean.pointer)
            sum(moments, of: part) { (first[$0], second[$0]) = ($1, $2) }
        }
    }

    /// Sums two terms of each value over the pixels and items of a part, in vectors; the values are read in order.
    @inline(__always)
    private func sum(_ terms: some PairedTerms, of part: Int, _ result: (_ channel: Int, Float, Float) -> Void) {
        let (channels, columns, tail) = (kernel.channels, kernel.columns, kernel.tailMask)
        let whole = kernel.items / Tensor.lanes * Tensor.lanes
        let vectors = kernel.vectors(of: part, in: work)
        vectors.update(repeating: 0, count: channels * 2 * Tensor.lanes)
        for pixel in kernel.pixels(of: part) {
            for channel in 0..<channels {
                let place = (pixel * channels + channel) * columns
                let sums = vectors + channel * 2 * Tensor.lanes
                var (first, second) = (loadVector(sums), loadVector(sums + Tensor.lanes))
                var column = 0
                while column < whole {
                    let term = terms.at(place + column, channel: channel)
                    first += term.0
                    second += term.1
                    column += Tensor.lanes
                }
                if whole < kernel.items {
                    let term = terms.at(place + whole, channel: channel)
                    first += term.0 * tail
                    second += term.1 * tail
                }
                storeVector(first, sums)
                storeVector(second, sums + Tensor.lanes)
            }
        }
        for channel in 0..<channels {
            let sums = vectors + channel * 2 * Tensor.lanes
            result(channel, loadVector(sums).total, loadVector(sums + Tensor.lanes).total)
        }
    }
}

/// What is summed of each value.
private protocol PairedTerms {
    func at(_ place: Int, channel: Int) -> (Vector, Vector)
}

private struct Differences: PairedTerms {
    let values: UnsafePointer<Float>
    let origins: UnsafePointer<Float>

    @inline(__always) func at(_ place: Int, channel: Int) -> (Vector, Vector) {
        let difference = loadVector(values + place) - Vector(repeating: origins[channel])
        return (difference, difference * difference)
    }
}

private struct Moments: PairedTerms {
    let gradients: UnsafePointer<Float>
    let values: UnsafePointer<Float>
    let means: UnsafePointer<Float>

    @inline(__always) func at(_ place: Int, channel: Int) -> (Vector, Vector) {
        let gradient = loadVector(gradients + place)
        return (gradient, gradient * (loadVector(values + place) - Vector(repeating: means[channel])))
    }
}

extension Vector {
    /// The sum of the numbers, halves added to halves.
    @inline(__always) fileprivate var total: Float {
        let eight = lowHalf + highHalf
        let four = eight.lowHalf + eight.highHalf
        let two = four.lowHalf + four.highHalf
        return two.x + two.y
    }
}

extension ThreadTeam {
    /// Runs `body` on ranges of the work on a map, which has as many pieces for each pixel, and takes the sums of what
    /// it computed: those of a part at once, where there are parts enough to keep all threads busy.
    func forEachRange(
        ofPixels pixels: Int, times pieces: Int, sums: BatchNormSums?, _ body: (Range<Int>) -> Void
    ) {
        guard let sums, sums.kernel.pixels == pixels, sums.kernel.parts >= 4 * threads else {
            forEachRange(of: pixels * pieces, body)
            sums?.takeAll(self)
            return
        }
        forEach(sums.kernel.parts) { part in
            let pixels = sums.kernel.pixels(of: part)
            body(pixels.lowerBound * pieces..<pixels.upperBound * pieces)
            sums.take(part)
        }
    }
}
