import TensorStreams
import Testing
import Threads
import VAEKit

@Suite struct ClassifierRunTests {
    /// Bright images on the left are class 1, on the right class 0.
    private static func data(_ count: Int) -> LabelledImages {
        var random = RandomSource(seed: 5)
        let labels = (0..<count).map { _ in random.uniform() < 0.5 ? 1 : 0 }
        let bytes = labels.flatMap { label in
            (0..<24).map { ($0 % 6 < 3) == (label == 1) ? UInt8(128 + random.uniform() * 127) : 9 }
        }
        let images = TensorBatch(format: ItemFormat(type: .u8, shape: [4, 6]), count: count, bytes: bytes)
        return LabelledImages(images, labels: labels)
    }

    private static func run(threads: Int = 1, rate: Double = 0.01) throws -> TrainingRun {
        var settings = TrainingSettings()
        (settings.batch, settings.epochs, settings.optimizer.rate) = (16, 3, rate)
        let model = try Classifier(
            ClassifierDescription(
                imageShape: [4, 6], classes: 2, network: ClassifierDescription.network(for: [4, 6])))
        model.initialise(seed: 1)
        return TrainingRun(model.trainer(settings, team: ThreadTeam(threads: threads)), settings: settings)
    }

    @Test func learns() throws {
        let (run, data) = (try Self.run(), Self.data(200))
        try run.train(on: data)
        #expect(run.state.epoch == 3)
        #expect(run.state.step == 3 * 13)
        #expect(run.state.seen == 600)
        #expect(run.state.history.count == 3)
        let model = try #require(run.trainer.model as? Classifier)
        let loss = ClassifierEvaluator(model, team: ThreadTeam(threads: 1)).loss(of: DealtImages(data))()
        #expect(loss.mean["accuracy"] == 1)
        #expect(loss.items == 200)
    }

    @Test func threadsDoNotShow() throws {
        let data = Self.data(100)
        let models = try [1, 3].map { threads in
            let run = try Self.run(threads: threads)
            try run.train(on: data)
            return run.trainer.model.parameters.array
        }
        #expect(models[0] == models[1])
    }

    @Test func aLossThatIsNotFiniteIsNamed() throws {
        let run = try Self.run(rate: 1e30)
        let error = #expect(throws: TrainingError.self) { try run.train(on: Self.data(100)) }
        #expect(error?.description.hasPrefix("step 2: the loss is not finite; try") == true)
    }
}
