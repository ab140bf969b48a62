import CVectors
import Threads

/// Normalisation of each item by its own mean and variance over groups of channels and all pixels (Wu & He 2018, equations
/// 1 to 6), and an activation behind it; with one group it is layer normalisation (Ba et al. 2016). The items are the lanes,
/// so that nothing is added across them.
///
/// Limited by memory: two passes over the values forward and two back, each in the order they lie in. What the activation
/// took is computed anew on the way back. Sums are taken in parts of the pixels, the same whatever the number of threads.
struct GroupNormKernel {
    let pixels: Int
    let channels: Int
    let groups: Int
    /// Whether there is a scale and a shift for each value, and not for each channel.
    let isPerValue: Bool
    let columns: Int

    static let epsilon: Float = 1e-5

    private var groupChannels: Int { channels / groups }
    fileprivate var parts: Int { max(1, min(8, pixels / 16)) }
    /// Numbers that are kept: for each group and item the mean and 1 over the standard deviation.
    var keptCount: Int { 2 * groups * columns }
    /// Numbers of work space: three for each part, channel and item, and two for each group and item.
    var workCount: Int { (3 * parts * channels + 2 * groups) * columns }

    /// `output = f(scale · (input − mean) / √(variance + epsilon) + shift)`; mean and deviation are put in `kept`.
    func forward(
        _ input: Tensor, scale: Tensor, shift: Tensor, through activation: ActivationFunction?,
        output: MutableTensor, kept: MutableTensor, work: MutableTensor, team: ThreadTeam
    ) {
        let (values, sums) = (input.pointer, work.pointer)
        forEachPart(team) { statistics(values, part: $0, pixels: $1, sums: sums) }
        combine(sums, into: kept.pointer)
        ActivationFunction.use(
            activation,
            GroupNormOutput(
                kernel: self, values: values, scales: scale.pointer, shifts: shift.pointer, kept: kept.pointer,
                results: output.pointer, team: team))
    }

    /// The sum of a part's differences from its first value of each group, and of their squares: differences from any value
    /// do, so that a mean far from zero does not swallow the variance.
    private func statistics(
        _ values: UnsafePointer<Float>, part: Int, pixels: Range<Int>,
        sums: UnsafeMutablePointer<Float>
    ) {
        let sums = sums + part * 3 * groups * columns
        forEachGroup(pixels) { pixel, group, column in
            let place = sums + 3 * group * columns + column
            if pixel == pixels.lowerBound {
                storeVector(loadVector(values + (pixel * channels + group * groupChannels) * columns + column), place)
                for index in 1...2 { storeVector(.zero, place + index * columns) }
            }
            let origin = loadVector(place)
            var (sum, squares) = (Vector.zero, Vector.zero)
            forEachValue(pixel, group, column) { place, _ in
                let difference = loadVector(values + place) - origin
                sum += difference
                addProduct(&squares, difference, difference)
            }
            storeVector(loadVector(place + columns) + sum, place + columns)
            storeVector(loadVector(place + 2 * columns) + squares, place + 2 * columns)
        }
    }

    /// The mean and 1 over the standard deviation, from the parts' sums (Chan et al. 1983).
    private func combine(_ sums: UnsafePointer<Float>, into kept: UnsafeMutablePointer<Float>) {
        forEachGroup(0..<1) { _, group, column in
            var (count, mean, squares) = (Float(0), Vector.zero, Vector.zero)
            for part in 0..<parts {
                let place = sums + (part * groups + group) * 3 * columns + column
                let own = Float((0..<pixels).part(part, of: parts).count * groupChannels)
                let shift = loadVector(place + columns) / own
                let difference = loadVector(place) + shift - mean
                squares += loadVector(place + 2 * columns) - shift * shift * own
                squares += difference * difference * (count * own / (count + own))
                mean += difference * (own / (count + own))
                count += own
            }
            storeVector(mean, kept + group * columns + column)
            storeVector(1 / squareRoot(squares / count + Self.epsilon), kept + (groups + group) * columns + column)
        }
    }

    /// The gradients for scale and shift; and the one for the input, which may overwrite `outputGradient`, where it is wanted.
    func backward(
        _ input: Tensor, scale: Tensor, shift: Tensor, through activation: ActivationFunction?, outputGradient: Tensor,
        inputGradient: MutableTensor?, scaleGradient: MutableTensor, shiftGradient: MutableTensor, kept: Tensor,
        work: MutableTensor, team: ThreadTeam
    ) {
        ActivationFunction.use(
            activation,
            GroupNormGradient(
                kernel: self, values: input.pointer, scales: scale.pointer, shifts: shift.pointer, kept: kept.pointer,
                gradients: outputGradient.pointer, results: inputGradient?.pointer,
                scaleGradients: scaleGradient.pointer, shiftGradients: shiftGradient.pointer, means: work.pointer,
                sums: work.pointer + 2 * groups * columns,
                rows: work.pointer + 2 * (groups + parts * channels) * columns, team: team))
    }

    fileprivate func forEachPart(_ team: ThreadTeam, _ body: (_ part: Int, _ pixels: Range<Int>) -> Void) {
        team.forEach(parts) { body($0, (0..<pixels).part($0, of: parts)) }
    }

    /// Sixteen items of each group at a pixel.
    @inline(__always)
    fileprivate func forEachGroup(
        _ pixels: Range<Int>, _ body: (_ pixel: Int, _ group: Int, _ column: Int) -> Void
    ) {
        for pixel in pixels {
            for group in 0..<groups {
                for column in stride(from: 0, to: columns, by: 16) { body(pixel, group, column) }
            }
        }
    }

    /// The places of a group's values at a pixel.
    @inline(__always)
    fileprivate func forEachValue(
        _ pixel: Int, _ group: Int, _ column: Int, _ body: (_ place: Int, _ channel: Int) -> Void
    ) {
        for channel in group * groupChannels..<(group + 1) * groupChannels {
            body((pixel * channels + channel) * columns + column, channel)
        }
    }

    /// A group's mean and 1 over its standard deviation.
    @inline(__always)
    fileprivate func statistics(
        _ kept: UnsafePointer<Float>, _ group: Int, _ column: Int
    ) -> (mean: Vector, inverse: Vector) {
        (loadVector(kept + group * columns + column), loadVector(kept + (groups + group) * columns + column))
    }

    /// A pixel's values as the activation takes them.
    fileprivate func normalise(
        _ values: UnsafePointer<Float>, _ kept: UnsafePointer<Float>, _ scales: UnsafePointer<Float>,
        _ shifts: UnsafePointer<Float>, _ pixel: Int, into row: UnsafeMutablePointer<Float>
    ) {
        forEachGroup(pixel..<pixel + 1) { _, group, column in
            let (mean, inverse) = statistics(kept, group, column)
            forEachValue(pixel, group, column) { place, channel in
                let affine = affine(pixel, channel)
                var result = Vector(repeating: shifts[affine])
                addProduct(&result, (loadVector(values + place) - mean) * inverse, Vector(repeating: scales[affine]))
                storeVector(result, row + channel * columns + column)
            }
        }
    }

    /// The place of a value's scale and shift.
    @inline(__always)
    fileprivate func affine(_ pixel: Int, _ channel: Int) -> Int { isPerValue ? pixel * channels + channel : channel }
}

/// The values of a map whose statistics are known.
private struct GroupNormOutput: ActivationUse {
    let kernel: GroupNormKernel
    let values: UnsafePointer<Float>
    let scales: UnsafePointer<Float>
    let shifts: UnsafePointer<Float>
    let kept: UnsafePointer<Float>
    let results: UnsafeMutablePointer<Float>
    let team: ThreadTeam

    func run(_ activation: some VectorActivation) {
        let row = kernel.channels * kernel.columns
        team.forEachRange(of: kernel.pixels, grain: 4) { range in
            for pixel in range {
                kernel.normalise(values, kept, scales, shifts, pixel, into: results + pixel * row)
                activation.apply(to: results + pixel * row, count: row)
            }
        }
    }
}

/// The way back through a map.
private struct GroupNormGradient: ActivationUse {
    let kernel: GroupNormKernel
    let values: UnsafePointer<Float>
    let scales: UnsafePointer<Float>
    let shifts: UnsafePointer<Float>
    let kept: UnsafePointer<Float>
    let gradients: UnsafePointer<Float>
    let results: UnsafeMutablePointer<Float>?
    let scaleGradients: UnsafeMutablePointer<Float>
    let shiftGradients: UnsafeMutablePointer<Float>
    /// For each group and item the mean gradient of the normalised values, and that of its product with them.
    let means: UnsafeMutablePointer<Float>
    /// For each part, channel and item what the means are made of.
    let sums: UnsafeMutablePointer<Float>
    /// A pixel's gradients, for each part.
    let rows: UnsafeMutablePointer<Float>
    let team: ThreadTeam

    func run<Function: VectorActivation>(_ activation: Function) {
        kernel.forEachPart(team) { sum(through: activation, part: $0, pixels: $1) }
        combine()
        guard let results else { return }
        let gradients = Function.isIdentity ? gradients : UnsafePointer(results)
        team.forEachRange(of: kernel.pixels, grain: 4) { finish($0, gradients, results) }
    }

    private var columns: Int { kernel.columns }

    /// Sends a part's gradients back through the activation, and sums them.
    private func sum<Function: VectorActivation>(
        through activation: Function, part: Int, pixels: Range<Int>
    ) {
        let sums = sums + part * 2 * kernel.channels * columns
        sums.update(repeating: 0, count: 2 * kernel.channels * columns)
        let rowCount = kernel.channels * columns
        let row = rows + part * rowCount
        for pixel in pixels {
            var gradients = gradients + pixel * rowCount
            if !Function.isIdentity {
                kernel.normalise(values, kept, scales, shifts, pixel, into: row)
                activation.sendBack(gradients, through: row, count: rowCount)
                results.map { ($0 + pixel * rowCount).update(from: row, count: rowCount) }
                gradients = UnsafePointer(row)
            }
            sum(gradients, pixel, into: sums)
        }
    }

    private func sum(
        _ gradients: UnsafePointer<Float>, _ pixel: Int,
        into sums: UnsafeMutablePointer<Float>
    ) {
        kernel.forEachGroup(pixel..<pixel + 1) { _, group, column in
            let (mean, inverse) = kernel.statistics(kept, group, column)
            kernel.forEachValue(pixel, group, column) { place, channel in
                let value = (loadVector(values + place) - mean) * inverse
                var gradient = loadVector(gradients + channel * columns + column)
                if kernel.isPerValue { gradient = take(gradient, value, at: pixel, isFirst: column == 0) }
                let place = sums + 2 * channel * columns + column
                storeVector(loadVector(place) + gradient, place)
                var moment = loadVector(place + columns)
                addProduct(&moment, gradient, value)
                storeVector(moment, place + columns)
            }
        }
    }

    /// Sums what a scale and a shift of one value get; and returns the gradient of the normalised value.
    @inline(__always)
    private func take(_ gradient: Vector, _ value: Vector, at affine: Int, isFirst: Bool) -> Vector {
        shiftGradients[affine] = (isFirst ? 0 : shiftGradients[affine]) + gradient.sum()
        scaleGradients[affine] = (isFirst ? 0 : scaleGradients[affine]) + (gradient * value).sum()
        return gradient * scales[affine]
    }

    /// Adds up the parts.
    private func combine() {
        means.update(repeating: 0, count: 2 * kernel.groups * columns)
        let weight = Float(kernel.groups) / Float(kernel.pixels * kernel.channels)
        for channel in 0..<kernel.channels {
            let scale = weight * (kernel.isPerValue ? 1 : scales[channel])
            let group = means + 2 * (channel * kernel.groups / kernel.channels) * columns
            let (sum, moment) = (total(2 * channel, scale, group), total(2 * channel + 1, scale, group + columns))
            if !kernel.isPerValue { (shiftGradients[channel], scaleGradients[channel]) = (sum, moment) }
        }
    }

    /// Adds a row of all parts to `means`, scaled; and returns its sum over the items.
    private func total(_ row: Int, _ scale: Float, _ means: UnsafeMutablePointer<Float>) -> Float {
        var total = Vector.zero
        for column in stride(from: 0, to: columns, by: 16) {
            var sum = Vector.zero
            for part in 0..<kernel.parts {
                sum += loadVector(sums + (part * 2 * kernel.channels + row) * columns + column)
            }
            storeVector(loadVector(means + column) + sum * scale, means + column)
            total += sum
        }
        return total.sum()
    }

    /// The gradients for the input at some pixels.
    private func finish(
        _ pixels: Range<Int>, _ gradients: UnsafePointer<Float>, _ results: UnsafeMutablePointer<Float>
    ) {
        kernel.forEachGroup(pixels) { pixel, group, column in
            let (mean, inverse) = kernel.statistics(kept, group, column)
            let sum = loadVector(means + 2 * group * columns + column)
            let moment = loadVector(means + (2 * group + 1) * columns + column)
            kernel.forEachValue(pixel, group, column) { place, channel in
                let value = (loadVector(values + place) - mean) * inverse
                let gradient = loadVector(gradients + place) * scales[kernel.affine(pixel, channel)]
                storeVector((gradient - sum - value * moment) * inverse, results + place)
            }
        }
    }
}
