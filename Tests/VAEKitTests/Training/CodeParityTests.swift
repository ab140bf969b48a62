import TensorStreams
import TestSupport
import Testing
import Threads
import VAEKit

/// Small models of codes against what PyTorch computes for them; Tests/Fixtures/pytorch_codes.py makes the numbers.
@Suite struct CodeParityTests {
    static let names = ["codes-map", "codes-revived", "codes-residual", "codes-vector", "codes-fsq"]

    /// One fixture.
    private struct Fixture {
        let model: CodeAutoencoder
        let file: ParityFile

        init(_ name: String) throws {
            model = try Checkpoint<CodeAutoencoder>.read(ParityFile.checkpoint(name)).model
            file = try ParityFile(name)
        }

        var images: LabelledImages { LabelledImages(file.images) }

        func trainer(threads: Int = 1) -> Trainer { model.trainer(file.settings, team: ThreadTeam(threads: threads)) }

        /// Compares codes and pictures of all images with PyTorch's.
        func checkPictures(_ moment: String) throws {
            let evaluator = CodeEvaluator(model, team: ThreadTeam(threads: 1))
            let codes = evaluator.codes(of: images, firstItem: 0, seed: 0).compactMap { $0 }.flatMap { $0 }
            let expected = try #require(file.expected["\(moment).codes"]).bytes.map { Int($0) }
            #expect(codes == expected)
            #expect(difference(evaluator.decode(expected), try file.numbers("\(moment).pictures")) < 1e-5)
        }
    }

    @Test(arguments: names) func encodesAndDecodes(name: String) throws { try Fixture(name).checkPictures("before") }

    @Test(arguments: names) func gradientsAgree(name: String) throws {
        let fixture = try Fixture(name)
        let result = fixture.trainer().lossAndGradients(
            fixture.images.items(in: 0..<17), at: TrainingMoment(step: 1, rate: 0))
        #expect(difference([Float(result.loss.mean.loss)], [try fixture.file.numbers("losses")[0]]) < 1e-5)
        for parameter in fixture.model.parameterList {
            let expected = try fixture.file.numbers("gradient.\(parameter.name)")
            let error = difference(try #require(result.gradients[parameter.name]), expected)
            #expect(error < 1e-5, "\(parameter.name)")
        }
    }

    /// Losses, perplexity and codes used, then weights, codebooks and what these keep.
    @Test(arguments: names, [1, 2]) func tenStepsAgree(name: String, threads: Int) throws {
        let fixture = try Fixture(name)
        let trainer = fixture.trainer(threads: threads)
        let losses = (1...10).flatMap { step in
            trainer.step(
                fixture.images, items: step % 2 == 1 ? 0..<17 : 17..<24,
                at: TrainingMoment(step: step, rate: fixture.file.settings.optimizer.rate)
            ).mean.values
        }
        for (loss, expected) in zip(losses, try fixture.file.numbers("losses")) {
            #expect(abs(loss - expected) < 1e-5 * max(abs(expected), 1))
        }
        let model = fixture.model
        for parameter in model.parameterList {
            let error = difference(model.values(of: parameter), try fixture.file.numbers("weights.\(parameter.name)"))
            #expect(error < 1e-5, "\(parameter.name)")
        }
        for statistic in model.statisticList {
            let error = difference(
                model.statisticValues(of: statistic), try fixture.file.numbers("weights.\(statistic.name)"))
            #expect(error < 1e-5, "\(statistic.name)")
        }
        try fixture.checkPictures("after")
    }
}
