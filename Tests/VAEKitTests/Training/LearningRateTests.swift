import TensorStreams
import TestSupport
import Testing
import VAEKit

/// Schedules, some against PyTorch's; Tests/Fixtures/pytorch_rates.py makes the numbers.
@Suite struct LearningRateTests {
    @Test func constantStaysTheRate() {
        let rate = LearningRate()
        for step in [0, 3, 10, 20] { #expect(rate(0.5, step: step, of: 10, epoch: 100) == 0.5) }
        #expect(rate(0.5, step: 7, of: nil, epoch: 0) == 0.5)
    }

    @Test func cosineFallsToZero() {
        var rate = LearningRate()
        rate.schedule = .cosine
        let rates = [0, 2, 3, 6, 9].map { rate(1, step: $0, of: 6, epoch: 0) }
        for (ours, theirs) in zip(rates, [1, 0.75, 0.5, 0, 0]) { #expect(abs(ours - theirs) < 1e-15) }
    }

    @Test func stepsAreTaken() {
        var rate = LearningRate()
        (rate.schedule, rate.stepEpochs, rate.gamma) = (.step, 3, 0.5)
        let rates = (0..<8).map { rate(1, step: 0, of: 10, epoch: $0) }
        #expect(rates == [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25])
    }

    @Test func plateausLowerIt() {
        var rate = LearningRate()
        (rate.schedule, rate.stepEpochs, rate.gamma) = (.plateau, 2, 0.5)
        let losses = [5.0, 4, 4, 4.5, 3, 3, 3, 2, 2, 2, 2, 2]
        let rates = (0...losses.count).map { rate(1, step: 0, of: nil, epoch: $0, losses: Array(losses[..<$0])) }
        #expect(rates == [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125, 0.125, 0.0625])
        rate.warmupSteps = 4
        #expect(rate(1, step: 1, of: nil, epoch: 2, losses: [4, 4, 4]) == 0.25)
    }

    @Test func ratesAreToldByEpochAndWarmUp() {
        var rate = LearningRate()
        (rate.rates, rate.warmupSteps) = (EpochRates("0:8,2:4"), 4)
        let rates = (0..<6).map { rate(1, step: $0, of: 6, epoch: $0 / 2) }
        #expect(rates == [2, 4, 6, 8, 4, 4])
    }

    /// What PyTorch gives the steps of a run, each an epoch of its own.
    @Test(arguments: [
        ("one_cycle", LearningRate.Schedule.oneCycle, 0, 0.3), ("early_cycle", .oneCycle, 0, 0.15),
        ("short_cycle", .oneCycle, 0, 0.3), ("warmup_cosine", .cosine, 5, 0.3), ("warmup_step", .step, 3, 0.3),
    ])
    func agreesWithPyTorch(name: String, schedule: LearningRate.Schedule, warmupSteps: Int, rise: Double) throws {
        let file = try Safetensors.read("\(Package.root)/Tests/Fixtures/rates.expected")
        let theirs = try #require(file[name]?.floats())
        var rate = LearningRate()
        (rate.schedule, rate.warmupSteps, rate.stepEpochs, rate.gamma) = (schedule, warmupSteps, 4, 0.5)
        rate.rise = rise
        for (step, expected) in theirs.enumerated() {
            let ours = rate(1, step: step, of: theirs.count, epoch: step)
            #expect(abs(ours - Double(expected)) <= 1e-7 * Double(expected) + 1e-12, "step \(step)")
        }
    }

    /// Beyond the end, where a run that is resumed with more images may get, the rate stays the last.
    @Test func aCycleEndsOnce() {
        var rate = LearningRate()
        rate.schedule = .oneCycle
        #expect(rate(1, step: 30, of: 20, epoch: 0) == rate(1, step: 19, of: 20, epoch: 0))
        for step in 0..<3 { #expect(rate(1, step: step, of: 1, epoch: 0).isFinite) }
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
