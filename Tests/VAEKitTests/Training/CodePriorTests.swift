import TensorStreams
import TestSupport
import Testing
import Threads
import VAEKit

/// Priors of codes against what PyTorch computes for them (Tests/Fixtures/pytorch_codes.py makes the numbers), and what is
/// drawn from them.
@Suite struct CodePriorTests {
    static let names = ["code-prior-map", "code-prior-residual", "code-prior-vector"]

    /// One fixture.
    private struct Fixture {
        let model: CodePrior
        let file: ParityFile
        /// The codes as training takes them.
        let codes: LabelledImages

        init(_ name: String) throws {
            model = try Checkpoint<CodePrior>.read(ParityFile.checkpoint(name)).model
            file = try ParityFile(name)
            let format = ItemFormat(type: .f32, shape: file.images.format.shape)
            codes = LabelledImages(TensorBatch(format: format, integers: file.images.bytes.map { Int($0) }))
        }

        func trainer(threads: Int = 1) -> Trainer { model.trainer(file.settings, team: ThreadTeam(threads: threads)) }
    }

    @Test(arguments: names) func gradientsAgree(name: String) throws {
        let fixture = try Fixture(name)
        let result = fixture.trainer().lossAndGradients(
            fixture.codes.items(in: 0..<17), at: TrainingMoment(step: 1, rate: 0))
        #expect(difference([Float(result.loss.mean.loss)], [try fixture.file.numbers("losses")[0]]) < 1e-5)
        for parameter in fixture.model.parameterList {
            let expected = try fixture.file.numbers("gradient.\(parameter.name)")
            let error = difference(try #require(result.gradients[parameter.name]), expected)
            #expect(error < 1e-5, "\(parameter.name)")
        }
    }

    @Test(arguments: names, [1, 2]) func tenStepsAgree(name: String, threads: Int) throws {
        let fixture = try Fixture(name)
        let trainer = fixture.trainer(threads: threads)
        let losses = (1...10).flatMap { step in
            trainer.step(
                fixture.codes, items: step % 2 == 1 ? 0..<17 : 17..<24,
                at: TrainingMoment(step: step, rate: fixture.file.settings.optimizer.rate)
            ).mean.values
        }
        for (loss, expected) in zip(losses, try fixture.file.numbers("losses")) {
            #expect(abs(loss - expected) < 1e-5 * max(abs(expected), 1))
        }
        for parameter in fixture.model.parameterList {
            let error = difference(
                fixture.model.values(of: parameter), try fixture.file.numbers("weights.\(parameter.name)"))
            #expect(error < 1e-5, "\(parameter.name)")
        }
    }

    /// The loss of codes that are measured is that of a step before its update.
    @Test func measuresTheLossOfTraining() throws {
        let fixture = try Fixture("code-prior-map")
        let measured = CodePriorEvaluator(fixture.model, team: ThreadTeam(threads: 1)).loss(
            of: DealtImages(fixture.codes.items(in: 0..<17)))()
        #expect(difference([Float(measured.mean.loss)], [try fixture.file.numbers("losses")[0]]) < 1e-5)
    }

    /// Rows in which each code is one more than that before it are learnt, and drawn again.
    @Test func drawsWhatItHasLearnt() throws {
        let (codes, shape) = (5, [3, 4])
        let format = ItemFormat(type: .f32, shape: shape)
        let rows = (0..<60).flatMap { item in (0..<12).map { (item + $0) % codes } }
        let data = LabelledImages(TensorBatch(format: format, integers: rows))
        var network = PixelNetwork()
        (network.channels, network.blocks, network.kernel) = (16, 1, 3)
        let model = try CodePrior(CodePriorDescription(imageShape: shape, codes: codes, network: network))
        model.initialise(seed: 1)
        var settings = TrainingSettings()
        (settings.batch, settings.epochs, settings.optimizer.rate) = (20, 40, 1e-2)
        let run = TrainingRun(model.trainer(settings, team: ThreadTeam(threads: 1)), settings: settings)
        try run.train(on: data)
        let drawn = CodePriorEvaluator(model, team: ThreadTeam(threads: 1)).draw(50, seed: 3, first: 0)
        let follow = drawn.indices.count { $0 % 12 > 0 && drawn[$0] == (drawn[$0 - 1] + 1) % codes }
        #expect(follow > 500)
        // The first codes come as often.
        let first = (0..<50).map { drawn[12 * $0] }
        #expect((0..<codes).allSatisfy { code in first.count { $0 == code } >= 3 })
    }

    /// A draw depends on the seed and its number, not on how many come with it, nor on the threads.
    @Test func drawsStandAlone() throws {
        let model = try Fixture("code-prior-residual").model
        func draw(_ count: Int, first: Int = 0, seed: UInt64 = 5, threads: Int = 1) -> [Int] {
            CodePriorEvaluator(model, team: ThreadTeam(threads: threads)).draw(count, seed: seed, first: first)
        }
        let all = draw(20)
        #expect(draw(20, threads: 3) == all)
        #expect(draw(3, first: 17) == Array(all[(17 * 12)...]))
        #expect(draw(20, seed: 6) != all)
        #expect(all.allSatisfy { (0..<18).contains($0) })
    }
}
