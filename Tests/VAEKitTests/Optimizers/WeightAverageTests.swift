import Testing
import VAEKit

@Suite struct WeightAverageTests {
    private static func flat(_ model: any Model) -> [Float] { model.parameters.array + model.statistics.array }

    /// Keeps the weights and statistics of every step.
    private final class Recorder: TrainingObserver {
        var steps: [[Float]] = []
        func didStep(_ run: TrainingRun) { steps.append(flat(run.trainer.model)) }
        func didEndEpoch(_ run: TrainingRun) {}
        func didSettleEpoch(_ run: TrainingRun) {}
    }

    @Test(arguments: [0, 0.7, 0.9999]) func isTheWeightedMeanOfAllSteps(decay: Double) throws {
        var example = TrainingExample.all[0]
        example.settings.average = decay
        let run = try example.newRun(threads: 2)
        let recorder = Recorder()
        run.observer = recorder
        try example.train(run, images: 22)
        let average = run.withAverage { Self.flat(run.trainer.model) }
        var (sums, weight) = ([Double](repeating: 0, count: average.count), 0.0)
        for step in recorder.steps {
            weight = decay * weight + 1
            for (place, value) in step.enumerated() { sums[place] = decay * sums[place] + Double(value) }
        }
        let wrong = zip(average, sums).count { abs(Double($0) - $1 / weight) > 1e-5 * max(1, abs($1 / weight)) }
        #expect(wrong == 0)
        #expect(Self.flat(run.trainer.model) == recorder.steps.last)
    }

    /// The weights themselves go the way that they go without an average.
    @Test func trainingTakesNoNotice() throws {
        let example = TrainingExample.all[0]
        var averaged = example
        averaged.settings.average = 0.9
        let (run, other) = (try example.newRun(), try averaged.newRun())
        try example.train(run, images: 22)
        try averaged.train(other, images: 22)
        #expect(Self.flat(run.trainer.model) == Self.flat(other.trainer.model))
        #expect(run.withAverage { Self.flat(run.trainer.model) } == Self.flat(run.trainer.model))
        #expect(other.withAverage { Self.flat(other.trainer.model) } != Self.flat(run.trainer.model))
    }
}
