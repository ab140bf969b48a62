import TensorStreams
import TestSupport
import Testing
import Threads
import VAEKit

/// The same bytes of a checkpoint, however many threads made it and however often the run was stopped.
@Suite struct TrainingRunTests {
    private static let images = 22

    /// The checkpoint and the log of a run that is never stopped.
    private func whole(_ example: TrainingExample, in folder: TemporaryFolder, threads: Int = 1) throws
        -> (checkpoint: [UInt8], log: String)
    {
        let run = try example.newRun(threads: threads)
        let observer = try StoppingObserver(run, path: "", stopAt: nil, log: folder.path + "/whole.tsv")
        run.observer = observer
        try example.train(run, images: Self.images)
        try run.write(folder.path + "/whole.ckpt")
        return (
            try #require(File.bytes(folder.path + "/whole.ckpt")), try #require(File.text(folder.path + "/whole.tsv"))
        )
    }

    @Test(arguments: TrainingExample.all, [2, 3]) func threadsDoNotShow(example: TrainingExample, threads: Int) throws {
        let folder = try TemporaryFolder()
        let one = try whole(example, in: folder)
        let more = try whole(example, in: folder, threads: threads)
        #expect(one.checkpoint == more.checkpoint)
        #expect(one.log == more.log)
    }

    @Test(arguments: TrainingExample.all, [false, true]) func killedRunsGoOn(
        example: TrainingExample, isStreaming: Bool
    ) throws {
        var example = example
        example.settings.isStreaming = isStreaming
        let folder = try TemporaryFolder()
        let whole = try whole(example, in: folder)
        let steps = isStreaming ? 5 : 10
        for stop in 1..<steps {
            let (path, log) = (folder.path + "/\(stop).ckpt", folder.path + "/\(stop).tsv")
            let run = try example.newRun()
            let observer = try StoppingObserver(run, path: path, stopAt: stop, log: log)
            run.observer = observer
            #expect(throws: StoppingObserver.Stopped.self) { try example.train(run, images: Self.images) }
            // What a process wrote to its log between its last checkpoint and its end.
            if stop % 2 == 0 { try Self.append("1\t\(stop + 1)\t0\t0\t0\t0\t0\t0\t0\n1\t", to: log) }

            let rest = try example.resumedRun(path)
            let restObserver = try StoppingObserver(rest, path: "", stopAt: nil, log: log)
            rest.observer = restObserver
            try example.train(rest, images: Self.images)
            try rest.write(path)
            #expect(File.bytes(path) == whole.checkpoint, "stopped at step \(stop)")
            #expect(File.text(log) == whole.log, "stopped at step \(stop)")
        }
    }

    /// Runs that end by their number of steps, in the middle of an epoch or of a stream, go on as well.
    @Test(arguments: TrainingExample.all, [false, true]) func endedRunsGoOn(
        example: TrainingExample, isStreaming: Bool
    ) throws {
        var example = example
        // The cosine runs over the steps of the whole run, which a shorter one cannot know.
        example.settings.learningRate.schedule = .constant
        example.settings.isStreaming = isStreaming
        let folder = try TemporaryFolder()
        let last = isStreaming ? 5 : 8
        example.settings.steps = last
        let whole = try whole(example, in: folder)
        for stop in 1..<last {
            let (path, log) = (folder.path + "/\(stop).ckpt", folder.path + "/\(stop).tsv")
            example.settings.steps = stop
            let run = try example.newRun()
            let observer = try StoppingObserver(run, path: path, stopAt: nil, log: log)
            run.observer = observer
            try example.train(run, images: Self.images)
            try run.write(path)
            #expect(run.state.step == stop)

            example.settings.steps = last
            let rest = try example.resumedRun(path)
            let restObserver = try StoppingObserver(rest, path: "", stopAt: nil, log: log)
            rest.observer = restObserver
            try example.train(rest, images: Self.images)
            try rest.write(path)
            #expect(File.bytes(path) == whole.checkpoint, "stopped at step \(stop)")
            #expect(File.text(log) == whole.log, "stopped at step \(stop)")
        }
    }

    @Test func anotherSeedGivesAnotherModel() throws {
        var example = TrainingExample.all[1]
        let folder = try TemporaryFolder()
        let first = try whole(example, in: folder)
        example.settings.seed += 1
        #expect(try whole(example, in: folder).checkpoint != first.checkpoint)
    }

    @Test func trainingLowersTheLoss() throws {
        for var example in TrainingExample.all {
            (example.settings.epochs, example.settings.betaWarmup) = (300, 0)
            let run = try example.newRun()
            try run.train(on: LabelledImages(example.images(3)))
            let history = run.state.history
            #expect(history.count == 300)
            #expect(history[299].loss.loss < 0.98 * history[0].loss.loss, "\(example)")
        }
    }

    @Test func aStreamTooShortToGoOnIsAnError() throws {
        var example = TrainingExample.all[1]
        example.settings.isStreaming = true
        let folder = try TemporaryFolder()
        let run = try example.newRun()
        let observer = try StoppingObserver(run, path: folder.path + "/c", stopAt: 3)
        run.observer = observer
        #expect(throws: StoppingObserver.Stopped.self) { try example.train(run, images: Self.images) }
        let rest = try example.resumedRun(folder.path + "/c")
        let error = #expect(throws: TrainingError.self) { try example.train(rest, images: 7) }
        #expect(error?.description == "images: 15 images were already trained on, but the stream has only 7")
    }

    /// What is left of an epoch, and the epochs to come, are counted by the images that are there.
    @Test(arguments: [7, 22, 40]) func otherImagesDoNotChangeTheNumberOfEpochs(count: Int) throws {
        let example = TrainingExample.all[2]
        let folder = try TemporaryFolder()
        let run = try example.newRun()
        let observer = try StoppingObserver(run, path: folder.path + "/c", stopAt: 3)
        run.observer = observer
        #expect(throws: StoppingObserver.Stopped.self) { try example.train(run, images: Self.images) }
        let rest = try example.resumedRun(folder.path + "/c")
        let seen = rest.imagesSeenAtEnd(over: count)
        try example.train(rest, images: count)
        #expect(rest.state.epoch == 2)
        #expect(rest.state.seen == 15 + max(0, count - 15) + count)
        #expect(seen == 2 * count || count < 15)
        #expect(rest.totalSteps == rest.state.step)
    }

    /// Where single values are normalised, no step is of one image alone, and running variances stay those of several.
    @Test(arguments: [false, true]) func aLastImageAloneJoinsTheBatchBefore(isStreaming: Bool) throws {
        var example = try TrainingExample(
            "dense", [4, 5], "dense 9, batchnorm, relu", "dense 9, batchnorm, relu, dense 20")
        (example.settings.isStreaming, example.settings.epochs) = (isStreaming, 1)
        for (count, steps) in [(20, 4), (21, 4), (22, 5), (6, 1), (2, 1)] {
            let run = try example.newRun()
            try example.train(run, images: count)
            #expect(run.state.step == steps)
            #expect(run.state.seen == count)
        }
        (example.settings.epochs, example.settings.optimizer.rate) = (isStreaming ? 1 : 60, 1e-3)
        let run = try example.newRun()
        try example.train(run, images: 21)
        let trained = try #require(run.state.history.last?.loss).loss
        let evaluator = Evaluator(try #require(run.trainer.model as? Autoencoder), team: ThreadTeam(threads: 1))
        let evaluated = evaluator.losses(LabelledImages(example.images(21)), firstItem: 0, seed: 0).total.mean.loss
        #expect(evaluated < 1.5 * trained, "\(evaluated), \(trained)")
    }

    @Test func oneImageAloneIsRefusedWhereItTellsNothing() throws {
        var example = try TrainingExample("dense", [4, 5], "dense 9, batchnorm", "dense 20")
        let model = try example.newRun().trainer.model
        func require(_ size: Int, _ images: Int, of model: any Model) throws {
            var settings = TrainingSettings()
            settings.batch = size
            try model.requireBatches(settings, images: images)
        }
        #expect(throws: NetworkError.self) { try require(1, 9, of: model) }
        #expect(throws: NetworkError.self) { try require(5, 1, of: model) }
        #expect(throws: Never.self) { try require(2, 2, of: model) }
        let convolutions = try TrainingExample.all[0].newRun().trainer.model
        #expect(throws: Never.self) { try require(1, 1, of: convolutions) }
        example.settings.isStreaming = true
        let run = try example.newRun()
        #expect(throws: NetworkError.self) { try example.train(run, images: 1) }
    }

    @Test func aLossThatBlowsUpNamesItsStep() throws {
        var example = TrainingExample.all[0]
        example.settings.optimizer = OptimizerSettings(kind: .sgd, rate: 1e30)
        let run = try example.newRun()
        let error = #expect(throws: TrainingError.self) { try example.train(run, images: Self.images) }
        #expect(error?.description.hasPrefix("step 2: the loss is not finite") == true, "\(error as Any)")
        #expect(run.state.step == 1)
    }

    @Test func betaWarmsUp() throws {
        let run = try TrainingExample.all[1].newRun()
        let watcher = BetaWatcher()
        run.observer = watcher
        try run.train(on: LabelledImages(TrainingExample.all[1].images(Self.images)))
        #expect(run.warmup == 1)
        #expect(watcher.betas.first.map { abs($0 - 5.0 / 22 / 1.5) < 1e-12 } == true)
        #expect(watcher.betas == watcher.betas.sorted())
    }

    private final class BetaWatcher: TrainingObserver {
        var betas: [Double] = []
        func didStep(_ run: TrainingRun) { betas.append(run.warmup) }
        func didEndEpoch(_ run: TrainingRun) {}
        func didSettleEpoch(_ run: TrainingRun) {}
    }

    private static func append(_ text: String, to path: String) throws {
        let whole = try #require(File.bytes(path)) + Array(text.utf8)
        let file = try ByteWriter.create(path)
        try file.write(whole)
        try file.finish()
    }
}
