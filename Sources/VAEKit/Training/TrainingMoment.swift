import TensorStreams

/// Where in its run a step stands, and the schedules there.
public struct TrainingMoment: Sendable {
    /// Number of the step, from 1: it picks the noise and corrects Adam's bias.
    public var step: Int
    /// Epochs that the run has come, with parts of them.
    public var epoch: Double
    /// The factor on beta while it warms up, within 0...1.
    public var warmup: Double
    /// Learning rate.
    public var rate: Double
    /// Number of the first of the images at hand in the stream that they come from.
    public var firstItem: Int

    public init(step: Int, rate: Double, epoch: Double = 0, warmup: Double = 1, firstItem: Int = 0) {
        (self.step, self.rate, self.epoch, self.warmup) = (step, rate, epoch, warmup)
        self.firstItem = firstItem
    }
}

extension TrainingMoment {
    var progress: RunProgress { RunProgress(epochs: epoch, steps: Double(step - 1)) }
}

/// The random numbers of a step, for each use.
struct StepNoise {
    /// Of the run's seed.
    let root: NoiseSource
    let step: Int

    func source(_ use: RandomStream) -> NoiseSource { root.derived(use.rawValue).derived(UInt64(step)) }
}
