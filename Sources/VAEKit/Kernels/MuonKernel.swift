import CVectors
import Threads

/// A weight in panels of sixteen outputs, and its update by the orthogonal matrix next to the running mean of its gradients.
struct MuonKernel {
    /// The vectors of all parameters that its numbers lie in, beside those of another weight perhaps.
    let range: Range<Int>
    private let sums: NewtonSchulz
    /// Where each output lies from the first vector on, its inputs being a vector apart; none where all fill whole panels.
    private let places: [Int]
    private let matrix, result, work: MutableTensor

    /// - Parameters:
    ///   - offset: where the panels begin, of all parameters.
    ///   - first: which output of the panels is its first.
    ///   - inputs: of each output, with the taps of a convolution.
    init(offset: Int, first: Int, inputs: Int, outputs: Int) {
        let panels = first / Tensor.lanes..<Tensor.padded(first + outputs) / Tensor.lanes
        let length = inputs * Tensor.lanes
        range = offset + panels.lowerBound * length..<offset + panels.upperBound * length
        sums = NewtonSchulz(rows: inputs, columns: outputs)
        let isWhole = first % Tensor.lanes == 0 && outputs % Tensor.lanes == 0
        let lane = first % Tensor.lanes
        places =
            isWhole ? [] : (lane..<lane + outputs).map { $0 / Tensor.lanes * length + $0 % Tensor.lanes }
        matrix = MutableTensor(zeros: sums.count)
        result = MutableTensor(zeros: isWhole ? 0 : sums.count)
        work = MutableTensor(zeros: sums.workCount)
    }

    /// The shorter side of the matrix.
    var side: Int { min(sums.rows, sums.columns) }

    /// What a step does to it.
    struct Change {
        /// Factor on the gradient (clipping).
        var gradientScale: Float
        /// Decay of the running mean.
        var momentum: Float
        var rate: Float
        /// Factor on the weight before the update.
        var shrink: Float
    }

    /// - Parameters: all as long as the parameters.
    func update(
        _ parameters: MutableTensor, gradients: Tensor, momentum: MutableTensor, _ change: Change, team: ThreadTeam
    ) {
        let (target, mean) = (parameters.pointer + range.lowerBound, momentum.pointer + range.lowerBound)
        gather(gradients.pointer + range.lowerBound, mean, change, team)
        let norm = Float(GradientKernel.squaredNorm(Tensor(matrix)).squareRoot())
        if places.isEmpty {
            let panels = NewtonSchulz.Layout(rowStride: Tensor.lanes, run: sums.rows * Tensor.lanes)
            sums.orthogonalise(
                Tensor(matrix), norm: norm,
                into: { Descent(target: target, rate: change.rate * $0, shrink: change.shrink) }, layout: panels,
                work: work, team: team)
        } else {
            let rows = NewtonSchulz.Layout(rowStride: sums.columns, run: Tensor.lanes)
            sums.orthogonalise(
                Tensor(matrix), norm: norm, into: { Scaled(target: result.pointer, scale: $0) }, layout: rows,
                work: work, team: team)
            scatter(target, change, team)
        }
    }

    /// Puts the gradient into the running mean, and Nesterov's look ahead of that into the matrix, row by row.
    private func gather(
        _ gradients: UnsafePointer<Float>, _ momentum: UnsafeMutablePointer<Float>, _ change: Change, _ team: ThreadTeam
    ) {
        let (decay, scale) = (change.momentum, change.gradientScale)
        forEachRow(matrix, team) { target, from in
            for (column, place) in places.enumerated() {
                let (slope, place) = (gradients[from + place] * scale, from + place)
                let mean = slope + decay * (momentum[place] - slope)
                momentum[place] = mean
                target[column] = slope + decay * (mean - slope)
            }
            if !places.isEmpty { return }
            for column in stride(from: 0, to: sums.columns, by: Tensor.lanes) {
                let place = from + column * sums.rows
                let slope = loadVector(gradients + place) * scale
                let mean = fma(loadVector(momentum + place) - slope, Vector(repeating: decay), slope)
                storeVector(mean, momentum + place)
                storeVector(fma(mean - slope, Vector(repeating: decay), slope), target + column)
            }
        }
    }

    private func scatter(_ parameters: UnsafeMutablePointer<Float>, _ change: Change, _ team: ThreadTeam) {
        forEachRow(result, team) { source, from in
            for (column, place) in places.enumerated() {
                let weight = parameters[from + place]
                parameters[from + place] = weight * change.shrink - change.rate * source[column]
            }
        }
    }

    /// Hands out where each row is in a matrix, and where its first number lies in the panels.
    private func forEachRow(
        _ matrix: MutableTensor, _ team: ThreadTeam, _ body: (UnsafeMutablePointer<Float>, Int) -> Void
    ) {
        let start = matrix.pointer
        team.forEachRange(of: sums.rows, grain: max(1, 4096 / sums.columns)) { range in
            for row in range { body(start + row * sums.columns, row * Tensor.lanes) }
        }
    }

    private struct Descent: ValueSink {
        let target: UnsafeMutablePointer<Float>
        let rate: Float
        let shrink: Float

        @inline(__always) func take(_ values: Vector, at place: Int) {
            storeVector(fma(values, Vector(repeating: -rate), loadVector(target + place) * shrink), target + place)
        }

        @inline(__always) func prepare(at place: Int) { prefetch(target + place) }
    }
}
