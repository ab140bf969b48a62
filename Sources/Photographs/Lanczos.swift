import Glibc

/// Which samples of a line each sample of the resized line is made of, and with what weights.
///
/// Lanczos with three lobes, widened by the reduction so that nothing finer than the result can show is left (no
/// aliasing), and cut off at the edges: what Pillow's `resize(…, LANCZOS)` does.
struct Lanczos: Sendable {
    /// For each sample of the result, the first sample it takes and how many follow each other.
    let windows: [Range<Int>]
    /// The weights of all windows, `stride` for each; those of a window add up to 1.
    let weights: [Float]
    let stride: Int

    /// Weights for a line of `size` samples that shows `length` of the `count` samples there are, from `start` on.
    init(start: Double, length: Double, count: Int, size: Int) {
        let step = length / Double(size)
        let widening = max(step, 1)
        let support = 3 * widening
        stride = Int(support.rounded(.up)) * 2 + 1
        var windows: [Range<Int>] = []
        var weights = [Float](repeating: 0, count: size * stride)
        for place in 0..<size {
            let center = start + (Double(place) + 0.5) * step
            let first = max(Int((center - support + 0.5).rounded(.down)), 0)
            let end = min(Int((center + support + 0.5).rounded(.down)), count, first + stride)
            let window = first..<max(first, end)
            let values = window.map { Lanczos.kernel((Double($0) + 0.5 - center) / widening) }
            let sum = values.reduce(0, +)
            for (tap, value) in values.enumerated() { weights[place * stride + tap] = Float(value / sum) }
            windows.append(window)
        }
        self.windows = windows
        self.weights = weights
    }

    /// sinc(x)·sinc(x/3) for |x| < 3.
    private static func kernel(_ x: Double) -> Double {
        if x == 0 { return 1 }
        if abs(x) >= 3 { return 0 }
        // sin 3t = 3 sin t - 4 sin³ t
        let third = x * .pi / 3
        let sine = sin(third)
        return sine * sine * (3 - 4 * sine * sine) / (3 * third * third)
    }
}
