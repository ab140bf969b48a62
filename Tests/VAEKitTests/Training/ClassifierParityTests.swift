import TensorStreams
import TestSupport
import Testing
import Threads
import VAEKit

/// Small classifiers against what PyTorch computes for them; Tests/Fixtures/pytorch_classifier.py makes the numbers.
@Suite struct ClassifierParityTests {
    static let names = ["classifier-conv", "classifier-map", "classifier-dense"]

    /// One fixture.
    private struct Fixture {
        let model: Classifier
        let file: ParityFile
        let labels: [Int]
        var settings: TrainingSettings

        init(_ name: String) throws {
            model = try Checkpoint<Classifier>.read(ParityFile.checkpoint(name)).model
            file = try ParityFile(name)
            settings = file.settings
            labels = try #require(file.expected["labels"]).bytes.map { Int($0) }
        }

        var data: LabelledImages { LabelledImages(file.images, labels: labels) }

        func trainer(threads: Int = 1) -> Trainer {
            model.trainer(settings, team: ThreadTeam(threads: threads))
        }

        func numbers(_ name: String) throws -> [Double] { try file.numbers(name) }

        /// Compares what the model makes of all images with PyTorch's.
        func check(_ moment: String, within bound: Double) throws {
            let evaluator = ClassifierEvaluator(model, team: ThreadTeam(threads: 1))
            let result = evaluator.classify(data)
            #expect(difference(result.features, try numbers("\(moment).features")) < bound)
            #expect(difference(result.probabilities, try numbers("\(moment).probabilities")) < bound)
            #expect(difference(result.losses, try numbers("\(moment).losses")) < bound)
        }

        /// Biases that batch normalisation takes away again have a gradient of nothing but rounding, which Adam makes
        /// steps of.
        func isNoise(_ name: String) -> Bool {
            let (parts, layers) = (name.split(separator: "."), model.description.network)
            guard settings.optimizer.kind != .sgd, parts.count == 3, let index = Int(parts[1]) else { return false }
            return parts[2] == "bias" && index + 1 < layers.count && layers[index + 1] == .batchNorm
        }
    }

    @Test(arguments: names) func classifies(name: String) throws {
        try Fixture(name).check("before", within: 1e-5)
    }

    @Test(arguments: names) func gradientsAgree(name: String) throws {
        let fixture = try Fixture(name)
        let result = fixture.trainer().lossAndGradients(
            fixture.data.items(in: 0..<17), at: TrainingMoment(step: 1, rate: 0))
        #expect(difference([Float(result.loss.mean.loss)], [try fixture.numbers("losses")[0]]) < 1e-5)
        for parameter in fixture.model.parameterList {
            let gradient = try #require(result.gradients[parameter.name])
            #expect(difference(gradient, try fixture.numbers("gradient.\(parameter.name)")) < 1e-5, "\(parameter.name)")
        }
    }

    @Test(arguments: names, [1, 2]) func tenStepsAgree(name: String, threads: Int) throws {
        let fixture = try Fixture(name)
        let trainer = fixture.trainer(threads: threads)
        for (index, expected) in try fixture.numbers("losses").enumerated() {
            let loss = trainer.step(
                fixture.data, items: index % 2 == 0 ? 0..<17 : 17..<24,
                at: TrainingMoment(step: index + 1, rate: fixture.settings.optimizer.rate))
            #expect(abs(loss.mean.loss - expected) < 1e-5 * max(expected, 1), "step \(index + 1)")
        }
        for parameter in fixture.model.parameterList where !fixture.isNoise(parameter.name) {
            let error = difference(
                fixture.model.values(of: parameter), try fixture.numbers("weights.\(parameter.name)"))
            #expect(error < 1e-5, "\(parameter.name)")
        }
        if !fixture.model.parameterList.contains(where: { fixture.isNoise($0.name) }) {
            try fixture.check("after", within: 1e-5)
        }
    }
}
