import TensorStreams
import TestSupport
import Testing
import Threads
import VAEKit

/// The contractive penalty estimates what it says, and moves nothing but the gradients.
@Suite struct ContractionTests {
    private static func objective(_ text: String) throws -> ObjectiveDescription {
        try ObjectiveDescription(parsing: text)
    }

    /// The mean of many draws against the exact Jacobian, which PyTorch takes (`pytorch_parity.py`).
    @Test(arguments: ["contractive-tanh", "contractive-conv"]) func isTheNormInTheMean(name: String) throws {
        let trained = try Checkpoint<Autoencoder>.read(ParityFile.checkpoint(name)).model
        var description = trained.description
        description.objective = try Self.objective("contractive")
        let evaluator = Evaluator(
            try Autoencoder(description, weightsOf: trained), team: ThreadTeam(threads: 1))
        let file = try ParityFile(name)
        let labels = file.expected["labels"]?.bytes.map { Int($0) } ?? []
        let (images, draws) = (LabelledImages(file.images, labels: labels), 300)
        let sum = try (0..<draws).reduce(0.0) { sum, seed in
            sum + (try #require(evaluator.loss(of: DealtImages(images), seed: UInt64(seed))().mean["contraction"]))
        }
        let exact = try file.numbers("before.jacobian")
        let norm = exact.reduce(0, +) / Double(exact.count)
        #expect(abs(sum / Double(draws) - norm) < 0.02 * norm, "\(sum / Double(draws)) against \(norm)")
    }

    /// With no weight, training is that without it: running statistics keep nothing of the moved images, and gradients that
    /// are added up first change the parameters as those that are applied at once.
    @Test func withoutWeightChangesNothing() throws {
        let example = try #require(TrainingExample.all.first { $0.name == "convolutions" })
        var contractive = example
        contractive.model.objective = try Self.objective("contractive weight 0")
        let numbers = try [example, contractive].map { example in
            let run = try example.newRun()
            try example.train(run, images: 17)
            return [run.trainer.model.parameters.array, run.trainer.model.statistics.array]
        }
        #expect(numbers[0] == numbers[1])
    }

    /// Moved images go through the same units: what a linear encoder changes does not depend on the length of the step.
    @Test func movedImagesHaveTheSameDropout() throws {
        let changes = try ["0.01", "1"].map { step in
            var example = try TrainingExample("dropout", [4, 5], "dropout 0.5, dense 9, dropout", "dense 20")
            example.model.kind = .ae
            example.model.objective = try Self.objective("contractive step \(step)")
            let trainer = try example.newRun().trainer
            let result = trainer.lossAndGradients(
                LabelledImages(example.images(9)), at: TrainingMoment(step: 1, rate: 0))
            return try #require(result.loss.mean["contraction"])
        }
        #expect(changes[0] > 0 && abs(changes[0] - changes[1]) < 1e-3 * changes[1])
    }
}
