import TensorStreams
import TestSupport
import Testing
import VAEKit

@Suite struct TrainingLogTests {
    private static let header = "epoch\tstep\tseen\tloss\trecon\tkl\tlr\titems_per_s\tseconds\n"

    @Test func rowsAreMeansPerImage() throws {
        let folder = try TemporaryFolder()
        let example = TrainingExample.all[1]
        let run = try example.newRun()
        var log = try TrainingLog(
            folder.path + "/log", resuming: TrainingState(terms: ["recon", "kl"]), hasValidation: true)
        #expect(File.text(folder.path + "/log") == Self.header.dropLast() + "\tval_loss\tval_recon\tval_kl\n")
        try run.train(on: LabelledImages(example.images(22)))
        var validation = BatchLoss(["recon", "kl"])
        (validation.items, validation["recon"], validation["kl"], validation.loss) = (2, 1, 2, 3)
        try log.write(run, time: (1.23456, 99.9))
        try log.write(run, time: (2, 100), validation: validation)
        try log.finish()
        let mean = run.state.rowLoss.mean
        let values = mean.values.map { Float($0).description }.joined(separator: "\t")
        let rows = try #require(File.text(folder.path + "/log")).split(separator: "\n")
        #expect(rows[1] == "2\t10\t44\t\(values)\t0.001\t99\t1.235\t\t\t")
        #expect(rows[2] == "2\t10\t44\t\(values)\t0.001\t100\t2.0\t1.5\t0.5\t1.0")
    }

    /// What is left of a log when a run is resumed at step 6 in epoch 1.
    @Test(arguments: [
        ("", ""), ("0\t3\t\t\t\t\t\t\t\n", "0\t3\t\t\t\t\t\t\t\n"),
        ("0\t3\t\t\t\t\t\t\t\n1\t5\t\t\t\t\t\t\t\n", "0\t3\t\t\t\t\t\t\t\n1\t5\t\t\t\t\t\t\t\n"),
        ("1\t6\t\t\t\t\t\t\t\n2\t6\t\t\t\t\t\t\t\n", "1\t6\t\t\t\t\t\t\t\n"),
        ("1\t6\t\t\t\t\t\t\t\n1\t7\t\t\t\t\t\t\t\n", "1\t6\t\t\t\t\t\t\t\n"),
        ("1\t6\t\t\t\t\t\t\t\n1\t6\t\t", "1\t6\t\t\t\t\t\t\t\n"), ("1\t6\t\t\t\t\n", ""), ("x\t6\t\t\t\t\t\t\t\n", ""),
    ])
    func keepsTheRowsThatAreNotWrittenAgain(rows: String, kept: String) throws {
        let folder = try TemporaryFolder()
        let file = try ByteWriter.create(folder.path + "/log")
        try file.write(Array((Self.header + rows).utf8))
        try file.finish()
        var state = TrainingState(terms: ["recon", "kl"])
        (state.epoch, state.step) = (1, 6)
        var log = try TrainingLog(folder.path + "/log", resuming: state, hasValidation: false)
        try log.finish()
        #expect(File.text(folder.path + "/log") == Self.header + kept)
    }

    /// The row of a run that was stopped within an epoch gives way to that of the whole.
    @Test func theRowOfAStopIsWrittenAgain() throws {
        let folder = try TemporaryFolder()
        let file = try ByteWriter.create(folder.path + "/log")
        try file.write(Self.header + "0\t3\t\t\t\t\t\t\t\n0\t5\t\t\t\t\t\t\t\n")
        try file.finish()
        var state = TrainingState(terms: ["recon", "kl"])
        (state.step, state.position, state.rowLoss.items) = (5, 10, 4)
        var log = try TrainingLog(folder.path + "/log", resuming: state, hasValidation: false)
        try log.finish()
        #expect(File.text(folder.path + "/log") == Self.header + "0\t3\t\t\t\t\t\t\t\n")
    }

    /// At 40 images seen, of which so many are to be in the next row.
    @Test(arguments: [("0\t3\t24", 16, nil), ("0\t3\t24", 10, 24..<30), ("0\t3\t", 10, nil), ("0\t7\t56", 10, nil)])
    func knowsWhatIsInNoRow(row: String, items: Int, hole: Range<Int>?) throws {
        let folder = try TemporaryFolder()
        let file = try ByteWriter.create(folder.path + "/log")
        try file.write(Self.header + row + "\t\t\t\t\t\t\n")
        try file.finish()
        var state = TrainingState(terms: ["recon", "kl"])
        (state.step, state.position, state.seen, state.rowLoss.items) = (5, 40, 40, items)
        let log = try TrainingLog(folder.path + "/log", resuming: state, hasValidation: false)
        #expect(log.hole == hole)
    }

    @Test(arguments: [false, true]) func aLogWithOtherValidationSaysSo(hasValidation: Bool) throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/log"
        var log = try TrainingLog(path, resuming: TrainingState(terms: ["recon", "kl"]), hasValidation: !hasValidation)
        try log.finish()
        var state = TrainingState(terms: ["recon", "kl"])
        state.step = 6
        let error = #expect(throws: TrainingError.self) {
            try TrainingLog(path, resuming: state, hasValidation: hasValidation)
        }
        let cause =
            hasValidation
            ? "it has no columns for --validation" : "it has the columns of --validation, which is missing"
        #expect(error?.description.contains(cause) == true, "\(error?.description ?? "")")
    }

    @Test func aNewRunBeginsANewLog() throws {
        let folder = try TemporaryFolder()
        for _ in 0..<2 {
            var log = try TrainingLog(
                folder.path + "/log", resuming: TrainingState(terms: ["recon", "kl"]), hasValidation: false)
            try log.write(TrainingExample.all[0].newRun(), time: (0, 0))
            try log.finish()
        }
        #expect(File.text(folder.path + "/log")?.split(separator: "\n").count == 2)
    }

    @Test func anotherTableIsNotWrittenOver() throws {
        let folder = try TemporaryFolder()
        let file = try ByteWriter.create(folder.path + "/log")
        try file.write(Array("id\tlabel\n1\t2\n".utf8))
        try file.finish()
        var state = TrainingState(terms: ["recon", "kl"])
        state.step = 6
        let error = #expect(throws: TrainingError.self) {
            try TrainingLog(folder.path + "/log", resuming: state, hasValidation: false)
        }
        #expect(error?.description.hasSuffix("its columns are not those of this run's log; name another --log") == true)
        #expect(File.text(folder.path + "/log") == "id\tlabel\n1\t2\n")
    }
}
