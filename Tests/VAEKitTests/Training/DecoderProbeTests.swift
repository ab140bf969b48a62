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
            sum + (try #require(evaluator.loss(of: images, seed: UInt64(seed)).mean["slope"]))
        }
        let exact = try file.numbers("before.jacobian")
        let norm = exact.reduce(0, +) / Double(exact.count)
        #expect(abs(sum / Double(draws) - norm) < 0.02 * norm, "\(sum / Double(draws)) against \(norm)")
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
