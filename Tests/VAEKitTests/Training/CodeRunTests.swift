import TensorStreams
import TestSupport
import Testing
import Threads
import VAEKit

/// Runs of models of codes: the same bytes whatever the threads and the stops, and codebooks that live.
@Suite struct CodeRunTests {
    private func whole(_ example: CodeExample, in folder: TemporaryFolder, threads: Int = 1) throws
        -> (checkpoint: [UInt8], log: String)
    {
        let run = try example.newRun(threads: threads)
        let observer = try StoppingObserver(run, path: "", stopAt: nil, log: folder.path + "/whole.tsv")
        run.observer = observer
        try run.train(on: LabelledImages(example.images(22)))
        try run.write(folder.path + "/whole.ckpt")
        return (
            try #require(File.bytes(folder.path + "/whole.ckpt")), try #require(File.text(folder.path + "/whole.tsv"))
        )
    }

    @Test(arguments: CodeExample.all, [2, 3]) func threadsDoNotShow(example: CodeExample, threads: Int) throws {
        let folder = try TemporaryFolder()
        let (one, more) = (try whole(example, in: folder), try whole(example, in: folder, threads: threads))
        #expect(one.checkpoint == more.checkpoint)
        #expect(one.log == more.log)
    }

    @Test(arguments: CodeExample.all) func killedRunsGoOn(example: CodeExample) throws {
        let folder = try TemporaryFolder()
        let whole = try whole(example, in: folder)
        for stop in 1..<10 {
            let (path, log) = (folder.path + "/\(stop).ckpt", folder.path + "/\(stop).tsv")
            let run = try example.newRun()
            let observer = try StoppingObserver(run, path: path, stopAt: stop, log: log)
            run.observer = observer
            let images = LabelledImages(example.images(22))
            #expect(throws: StoppingObserver.Stopped.self) { try run.train(on: images) }
            let rest = try example.resumedRun(path)
            let restObserver = try StoppingObserver(rest, path: "", stopAt: nil, log: log)
            rest.observer = restObserver
            try rest.train(on: images)
            try rest.write(path)
            #expect(File.bytes(path) == whole.checkpoint, "stopped at step \(stop)")
            #expect(File.text(log) == whole.log, "stopped at step \(stop)")
        }
    }

    /// The codes of the first step are values of its batch, all of them different.
    @Test func codebooksBeginWithValues() throws {
        var example = try CodeExample("codes 16 width 3")
        example.settings.batch = 22
        let run = try example.newRun()
        let loss = run.trainer.step(
            LabelledImages(example.images(22)), items: 0..<22, at: TrainingMoment(step: 1, rate: 0)
        ).mean
        #expect(loss["codes_used"] == 16)
        #expect(try #require(loss["commit"]) > 0)
    }

    /// Where there are fewer values than codes, each has a code, and the others are moved as values come.
    @Test func codebooksGrowWithValues() throws {
        let example = try CodeExample("codes 60 width 3 commitment 0")
        let run = try example.newRun()
        let images = LabelledImages(example.images(30))
        var used: [Double?] = []
        for step in 1...4 {
            let items = (step - 1) % 3 * 5..<(step - 1) % 3 * 5 + 5
            let loss = run.trainer.step(images, items: items, at: TrainingMoment(step: step, rate: 0)).mean
            used.append(loss["codes_used"])
            if step == 1 { #expect(try #require(loss["commit"]) < 1e-9) }
        }
        #expect(used[0] == 20)
        // The first images once more, which the codes that were moved since have not taken any from.
        #expect(used[3] == 20)
    }

    /// A code that is far from everything is moved to where values are, and is used from then on.
    @Test func deadCodesAreMoved() throws {
        var example = try CodeExample("codes 8 width 2 decay 0.5 revive 0.05")
        example.settings.batch = 22
        let model = try CodeAutoencoder(example.model)
        model.initialise(seed: 1)
        let trainer = model.trainer(example.settings, team: ThreadTeam(threads: 1))
        let images = LabelledImages(example.images(22))
        func step(_ number: Int) -> Double? {
            trainer.step(images, items: 0..<22, at: TrainingMoment(step: number, rate: 0)).mean["codes_used"]
        }
        #expect(step(1) == 8)
        let weight = try #require(model.statisticList.first { $0.name == "codebook.0.weight" })
        var codes = model.statisticValues(of: weight)
        for at in 0..<8 { codes[at] = 50 }
        model.setStatisticValues(codes, of: weight)
        let sum = try #require(model.statisticList.first { $0.name == "codebook.0.sum" })
        var sums = model.statisticValues(of: sum)
        for at in 0..<8 { sums[at] = 50 }
        model.setStatisticValues(sums, of: sum)
        #expect(try #require(step(2)) < 8)
        let later = (3...20).map(step)
        #expect(later.last == 8)
        #expect(model.statisticValues(of: weight).allSatisfy { abs($0) < 10 })
    }
}
