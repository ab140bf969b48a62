import Testing
import VAEKit

@Suite struct LearningRateTests {
    @Test func constantStaysOne() {
        let rate = LearningRate()
        for progress in [0, 0.3, 1, 2] { #expect(rate.factor(progress: progress, epoch: 100) == 1) }
    }

    @Test func cosineFallsToZero() {
        var rate = LearningRate()
        rate.schedule = .cosine
        #expect(rate.factor(progress: 0, epoch: 0) == 1)
        #expect(abs(rate.factor(progress: 0.5, epoch: 0) - 0.5) < 1e-15)
        #expect(abs(rate.factor(progress: 1.0 / 3, epoch: 0) - 0.75) < 1e-15)
        #expect(rate.factor(progress: 1, epoch: 0) == 0)
        #expect(rate.factor(progress: 1.5, epoch: 0) == 0)
    }

    @Test func stepsAreTaken() {
        var rate = LearningRate()
        (rate.schedule, rate.stepEpochs, rate.gamma) = (.step, 3, 0.5)
        #expect((0..<8).map { rate.factor(progress: 0, epoch: $0) } == [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25])
    }

    /// A run's rate follows its steps: the cosine ends at the last.
    @Test func aRunFollowsItsSchedule() throws {
        let example = TrainingExample.all[0]
        let run = try example.newRun()
        let watcher = RateWatcher()
        run.observer = watcher
        try run.train(on: LabelledImages(example.images(22)))
        #expect(watcher.rates.count == 10)
        #expect(watcher.rates == watcher.rates.sorted(by: >))
        #expect(watcher.rates.last.map { abs($0) < 1e-12 } == true)
        #expect(abs(watcher.rates[4] - 0.5e-3) < 1e-12)
    }

    private final class RateWatcher: TrainingObserver {
        /// Of the step after each step.
        var rates: [Double] = []
        func didStep(_ run: TrainingRun) { rates.append(run.rate) }
        func didEndEpoch(_ run: TrainingRun) {}
        func didSettleEpoch(_ run: TrainingRun) {}
    }
}
