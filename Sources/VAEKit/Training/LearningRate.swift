import Glibc

/// How the learning rate changes in the course of a run.
public struct LearningRate: Equatable, Sendable {
    public enum Schedule: String, CaseIterable, Sendable {
        case constant
        /// Down to zero along half a cosine (Loshchilov & Hutter 2016, without restarts).
        case cosine
        /// Times `gamma` after every `stepEpochs` epochs.
        case step
        /// Times `gamma` after every `stepEpochs` epochs in a row without a new least loss.
        case plateau
        /// Up and down once (Smith 2018), in the shape that PyTorch gives it.
        case oneCycle = "one-cycle"

        /// Whether the rate goes by how long the whole run is.
        public var goesByLength: Bool { self == .cosine || self == .oneCycle }
    }

    public var schedule = Schedule.constant
    public var stepEpochs = 10
    public var gamma = 0.1
    /// The part of the steps in which one-cycle raises the rate.
    public var rise = Self.riseOfCycle
    /// Steps in which the rate rises linearly, before the schedule begins.
    public var warmupSteps = 0
    /// What the rate is in each epoch, where that is told one by one.
    public var rates: EpochRates?

    /// The part of the steps in which PyTorch's one-cycle raises the rate.
    public static let riseOfCycle = 0.3

    public init() {}

    /// The rate of a step, where the run's is `rate`.
    ///
    /// - Parameters:
    ///   - step: steps done.
    ///   - total: steps of the whole run, where that is known.
    ///   - epoch: whole epochs done.
    ///   - losses: what they came to.
    package func callAsFunction(
        _ rate: Double, step: Int, of total: Int?, epoch: Int, losses: @autoclosure () -> [Double] = []
    ) -> Double {
        let warmth = warmupSteps > 0 ? min(1, Double(step + 1) / Double(warmupSteps)) : 1
        let scheduled =
            schedule == .plateau
            ? pow(gamma, Double(plateaus(in: losses())))
            : factor(step: max(0, step - warmupSteps), of: total.map { $0 - warmupSteps }, epoch: epoch)
        return (rates?[epoch] ?? rate) * (warmth * scheduled)
    }

    private func factor(step: Int, of total: Int?, epoch: Int) -> Double {
        switch schedule {
        case .constant, .plateau: 1
        case .cosine: Self.cosine(total.map { Double(step) / Double(max($0, 1)) } ?? 0)
        case .step: pow(gamma, Double(epoch / stepEpochs))
        case .oneCycle: cycle(Double(step), of: Double(total ?? 1))
        }
    }

    /// How often so many epochs in a row had no new least loss.
    private func plateaus(in losses: [Double]) -> Int {
        var (least, waited, found) = (Double.infinity, 0, 0)
        for loss in losses {
            if loss < least { (least, waited) = (loss, 0) } else { waited += 1 }
            if waited == stepEpochs { (found, waited) = (found + 1, 0) }
        }
        return found
    }

    /// From 1 to 0 along half a cosine.
    private static func cosine(_ progress: Double) -> Double { 0.5 * (1 + cos(Double.pi * min(progress, 1))) }

    /// From 1/25 to 1 over the first part of the steps, then to 1/250000, each along half a cosine.
    private func cycle(_ step: Double, of total: Double) -> Double {
        let (peak, last) = (rise * total - 1, total - 1)
        let (low, end) = (1 / 25.0, 1 / 250_000.0)
        if step <= peak { return 1 + (low - 1) * Self.cosine(step / peak) }
        return end + (1 - end) * Self.cosine((step - peak) / (last - peak))
    }
}
