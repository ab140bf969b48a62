import Glibc
import Threads

/// Finite scalar quantisation (Mentzer et al. 2023, appendix A.1): each channel is bounded, rounded to one of its levels, and
/// brought to −1 … 1. Values are positions × channels × columns.
///
/// The bound of L levels is h · tanh(z + s) − o, with h = (L − 1) · 1.001 / 2; where L is even, o is 1/2 and s = atanh(o / h),
/// so that 0 stays 0 (the paper has tan for atanh), else both are 0.
package struct LevelKernel {
    let levels: [Int]
    let columns: Int

    package init(levels: [Int], columns: Int) { (self.levels, self.columns) = (levels, columns) }

    /// What a channel is bounded by.
    package struct Bound {
        package let half, offset, shift, width: Float
        /// Codes from one level to the next.
        package fileprivate(set) var step: Float = 1

        fileprivate init(levels: Int) {
            half = Float(levels - 1) * 1.001 / 2
            offset = levels % 2 == 0 ? 0.5 : 0
            shift = Float(Glibc.atanh(Double(offset) / (Double(levels - 1) * 1.001 / 2)))
            width = Float(levels / 2)
        }
    }

    package var bounds: [Bound] {
        var step: Float = 1
        return levels.map { count in
            var bound = Bound(levels: count)
            bound.step = step
            step *= Float(count)
            return bound
        }
    }

    /// Rounds values, and numbers the codes that they become, the first channel's levels side by side.
    ///
    /// - Parameter indices: positions × columns.
    package func quantise(_ values: Tensor, output: MutableTensor, indices: MutableTensor, team: ThreadTeam) {
        let (from, to, codes, bounds) = (values.pointer, output.pointer, indices.pointer, bounds)
        forEachVector(of: indices.count, team) { position, column in
            var code = Vector.zero
            for (channel, bound) in bounds.enumerated() {
                let at = (position * bounds.count + channel) * columns + column
                let level = (bound.half * tanh(loadVector(from + at) + bound.shift) - bound.offset)
                    .rounded(.toNearestOrEven)
                storeVector(level / bound.width, to + at)
                code = fma(level + bound.width, Vector(repeating: bound.step), code)
            }
            // What is no number has no code; its vector shows that.
            storeVector(code.replacing(with: 0, where: code .!= code), codes + position * columns + column)
        }
    }

    /// Turns the gradient of what was put out to that of what was taken, as if nothing had been rounded.
    package func backward(_ values: Tensor, gradient: MutableTensor, places: Int, team: ThreadTeam) {
        let (from, to, bounds) = (values.pointer, gradient.pointer, bounds)
        forEachVector(of: places * columns, team) { position, column in
            for (channel, bound) in bounds.enumerated() {
                let at = (position * bounds.count + channel) * columns + column
                let height = tanh(loadVector(from + at) + bound.shift)
                storeVector(loadVector(to + at) * ((1 - height * height) * (bound.half / bound.width)), to + at)
            }
        }
    }

    /// What codes stand for.
    package func lookUp(_ indices: Tensor, output: MutableTensor, team: ThreadTeam) {
        let (codes, to, bounds) = (indices.pointer, output.pointer, bounds)
        forEachVector(of: indices.count, team) { position, column in
            let code = loadVector(codes + position * columns + column)
            for (channel, bound) in bounds.enumerated() {
                let above = (code / bound.step).rounded(.down)
                let level = above - (above / Float(levels[channel])).rounded(.down) * Float(levels[channel])
                storeVector(
                    (level - bound.width) / bound.width, to + (position * bounds.count + channel) * columns + column)
            }
        }
    }

    @inline(__always)
    private func forEachVector(of count: Int, _ team: ThreadTeam, _ body: (_ position: Int, _ column: Int) -> Void) {
        team.forEachRange(of: count / columns) { range in
            for position in range {
                for column in stride(from: 0, to: columns, by: Tensor.lanes) { body(position, column) }
            }
        }
    }
}
