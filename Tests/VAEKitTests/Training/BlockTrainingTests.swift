import TensorStreams
import TestSupport
import Testing
import Threads
import VAEKit

/// Batches in blocks, on one rank and on more.
@Suite struct BlockTrainingTests {
    /// What a run comes to: its checkpoint, and the loss of each epoch.
    private struct Outcome: Equatable, Sendable {
        /// Its CRC-32: the bytes themselves would fill pages where they differ.
        var checkpoint: UInt32
        var losses: [BatchLoss]
    }

    private static func outcome<M: Trainable>(
        _ model: M, _ settings: TrainingSettings, _ data: LabelledImages, threads: Int = 1,
        ranks: (any RankGroup)? = nil
    ) throws -> Outcome {
        let trainer = model.trainer(settings, team: ThreadTeam(threads: threads), ranks: ranks)
        let run = TrainingRun(trainer, settings: settings)
        let folder = try TemporaryFolder()
        try run.train(on: ranks.map { try dealt(data, to: $0, folder) } ?? DealtImages(data))
        run.gather()
        try run.write(folder.path + "/m.ckpt", weightsOnly: false)
        return Outcome(
            checkpoint: CRC32.of(try #require(File.bytes(folder.path + "/m.ckpt"))),
            losses: run.state.history.map(\.loss))
    }

    /// Images of which each rank has few that lie together.
    private static func dealt(
        _ data: LabelledImages, to ranks: any RankGroup, _ folder: TemporaryFolder
    ) throws -> DealtImages {
        var writer = IDXWriter(try ByteWriter.create(folder.path + "/x"))
        try writer.write(data.images)
        try writer.finish()
        var source = try ImageSource(IDXReader(try ByteReader.open(folder.path + "/x")))
        return try DealtImages(&source, labels: nil, ranks: ranks).dealt(inRunsOf: 3)
    }

    /// That runs of one rank, of two and of four come to the same, whatever their threads; what one comes to.
    private static func expectSame(
        _ run: @escaping @Sendable (_ threads: Int, (any RankGroup)?) throws -> Outcome
    ) throws -> Outcome {
        let alone = try run(1, nil)
        #expect(try run(2, nil) == alone)
        for count in [2, 4] {
            for outcome in try ThreadRanks.run(count, { try run(1, $0) }) { #expect(outcome == alone) }
        }
        return alone
    }

    private static func expectClose(_ one: Outcome, _ other: Outcome, _ tolerance: Double) {
        for (first, second) in zip(one.losses, other.losses) {
            #expect(abs(first.loss - second.loss) < tolerance * abs(first.loss), "\(first), \(second)")
        }
    }

    /// 21 images end in a batch of fewer than there are blocks, which joins the one before; 20 are cut as without blocks.
    @Test(arguments: TrainingExample.all) func anyRanksComeToTheSame(example: TrainingExample) throws {
        @Sendable func outcome(
            of images: Int, blocks: Int, _ threads: Int = 1, _ ranks: (any RankGroup)? = nil
        ) throws -> Outcome {
            var settings = example.settings
            settings.blocks = blocks
            let model = try Autoencoder(example.model)
            model.initialise(seed: 3)
            return try Self.outcome(
                model, settings, LabelledImages(example.images(images)), threads: threads, ranks: ranks)
        }
        _ = try Self.expectSame { try outcome(of: 21, blocks: 4, $0, $1) }
        Self.expectClose(try outcome(of: 20, blocks: 4), try outcome(of: 20, blocks: 1), 1e-5)
    }

    @Test(arguments: CodeExample.all) func codesToo(example: CodeExample) throws {
        var settings = example.settings
        settings.blocks = 4
        let blocks = settings
        let data = LabelledImages(example.images(21))
        _ = try Self.expectSame { threads, ranks in
            let model = try CodeAutoencoder(example.model)
            model.initialise(seed: 3)
            return try Self.outcome(model, blocks, data, threads: threads, ranks: ranks)
        }
    }

    @Test(arguments: [
        "tc", "tc sampling stratified", "mmd", "swd", "dip", "free-bits 0.3", "sparse 0.1", "contractive",
    ])
    func objectivesThatCompareItems(objective: String) throws {
        var example = try TrainingExample("compared", [4, 5], "dense 9, tanh", "dense 9, tanh, dense 20")
        example.model.objective = try ObjectiveDescription(parsing: objective)
        example.model.setSize = 40
        let (model, settings, images) = (example.model, example.settings, example.images(20))
        @Sendable func outcome(blocks: Int, _ threads: Int, _ ranks: (any RankGroup)?) throws -> Outcome {
            var settings = settings
            settings.blocks = blocks
            let autoencoder = try Autoencoder(model)
            autoencoder.initialise(seed: 3)
            return try Self.outcome(autoencoder, settings, LabelledImages(images), threads: threads, ranks: ranks)
        }
        let inBlocks = try Self.expectSame { try outcome(blocks: 4, $0, $1) }
        Self.expectClose(inBlocks, try outcome(blocks: 1, 1, nil), 1e-5)
    }

    @Test func threeRanksHaveTwoBlocksEach() throws {
        let example = TrainingExample.all[0]
        var settings = example.settings
        (settings.batch, settings.blocks) = (12, 6)
        let blocks = settings
        let data = LabelledImages(example.images(24))
        @Sendable func outcome(_ ranks: (any RankGroup)?) throws -> Outcome {
            let model = try Autoencoder(example.model)
            model.initialise(seed: 3)
            return try Self.outcome(model, blocks, data, ranks: ranks)
        }
        let alone = try outcome(nil)
        for count in [2, 3, 6] {
            for other in try ThreadRanks.run(count, { try outcome($0) }) { #expect(other == alone) }
        }
    }
}
