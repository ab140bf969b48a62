import TensorStreams
import TestSupport
import Testing
import Threads
import VAEKit

/// The slope of a decoder estimates what it says.
@Suite struct DecoderProbeTests {
    /// The mean of many draws against the exact Jacobian, which PyTorch takes (`pytorch_rae.py`).
    @Test(arguments: ["rae-slope", "rae-conv"]) func isTheNormInTheMean(name: String) throws {
        let trained = try Checkpoint<Autoencoder>.read(ParityFile.checkpoint(name)).model
        var description = trained.description
        description.objective = try ObjectiveDescription(parsing: "rae gp 1")
        let evaluator = Evaluator(try Autoencoder(description, weightsOf: trained), team: ThreadTeam(threads: 1))
        let file = try ParityFile(name)
        let labels = file.expected["labels"]?.bytes.map { Int($0) } ?? []
        let (images, draws) = (LabelledImages(file.images, labels: labels), 300)
        let sum = try (0..<draws).reduce(0.0) { sum, seed in
            sum + (try #require(evaluator.loss(of: DealtImages(images), seed: UInt64(seed))().mean["slope"]))
        }
        let exact = try file.numbers("before.jacobian")
        let norm = exact.reduce(0, +) / Double(exact.count)
        #expect(abs(sum / Double(draws) - norm) < 0.02 * norm, "\(sum / Double(draws)) against \(norm)")
    }

    /// The mean over many draws of what it adds to the gradient, against a way back through the way back in PyTorch.
    @Test func itsGradientIsThatOfTheNormInTheMean() throws {
        let trained = try Checkpoint<Autoencoder>.read(ParityFile.checkpoint("rae-slope")).model
        let file = try ParityFile("rae-slope")
        let labels = try #require(file.expected["labels"]).bytes.map { Int($0) }
        let (images, steps) = (LabelledImages(file.images, labels: labels), 400)
        var sums: [String: [Double]] = [:]
        for (objective, sign) in [("rae z 0 gp 1", 1.0), ("rae z 0", -1)] {
            var (description, settings) = (trained.description, file.settings)
            description.objective = try ObjectiveDescription(parsing: objective)
            settings.batch = images.count
            let trainer = try Autoencoder(description, weightsOf: trained).trainer(
                settings, team: ThreadTeam(threads: 1))
            for step in 1...steps {
                for (name, gradient) in trainer.lossAndGradients(images, at: TrainingMoment(step: step, rate: 0))
                    .gradients
                {
                    let sum = sums[name] ?? gradient.map { _ in 0 }
                    sums[name] = zip(sum, gradient).map { $0 + sign * Double($1) }
                }
            }
        }
        var (error, scale) = (0.0, 0.0)
        for (name, sum) in sums {
            for (value, exact) in zip(sum, try file.numbers("before.slope.\(name)")) {
                (error, scale) = (
                    error + (value / Double(steps) - exact) * (value / Double(steps) - exact), scale + exact * exact
                )
            }
        }
        #expect(error < 0.03 * 0.03 * scale, "off by \((error / scale).squareRoot()) of its length")
    }

    /// Next to no weight on the slope changes next to nothing, running statistics nothing at all in the first step.
    @Test func movedLatentsLeaveStatisticsAlone() throws {
        var example = try #require(TrainingExample.all.first { $0.name == "rae" })
        (example.settings.epochs, example.settings.steps) = (1, 1)
        let numbers = try ["rae", "rae gp 1e-30"].map { objective in
            example.model.objective = try ObjectiveDescription(parsing: objective)
            let run = try example.newRun()
            try example.train(run, images: 5)
            return [run.trainer.model.parameters.array, run.trainer.model.statistics.array]
        }
        #expect(numbers[0] == numbers[1])
    }
}
