import TensorStreams

/// The time of a training step, measured over pieces of a run.
struct TrainingTiming {
    /// Median over the pieces.
    let stepSeconds: Double

    private static let pieces = 15.0

    init(_ run: BenchRun, seconds: Double) {
        run.warmUp()
        let piece = max(1, Int(seconds / Self.pieces / max(run.time(steps: 1), 1e-6)))
        let end = Clock.now + seconds
        var times: [Double] = []
        while Clock.now < end || times.count < 3 { times.append(run.time(steps: piece) / Double(piece)) }
        stepSeconds = times.sorted()[times.count / 2]
    }
}
