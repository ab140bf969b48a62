import Glibc

/// How the learning rate changes in the course of a run.
public struct LearningRate: Equatable, Sendable {
    public enum Schedule: String, CaseIterable, Sendable {
        case constant
        /// Down to zero along half a cosine (Loshchilov & Hutter 2016, without restarts).
        case cosine
        /// Times `gamma` after every `stepEpochs` epochs.
        case step
    }

    public var schedule = Schedule.constant
    public var stepEpochs = 10
    public var gamma = 0.1

    public init() {}

    /// - Parameters:
    ///   - progress: the part of all steps that is done, in 0...1.
    ///   - epoch: whole epochs done.
    package func factor(progress: Double, epoch: Int) -> Double {
        switch schedule {
        case .constant: 1
        case .cosine: 0.5 * (1 + cos(Double.pi * min(progress, 1)))
        case .step: pow(gamma, Double(epoch / stepEpochs))
        }
    }
}
