import CommandSupport
import LinearAlgebra
import ModelSupport
import SampleQuality
import TensorStreams
import Threads
import VAEKit

@main enum IdxFid {
    static let features = Option.text(
        "features", value: "CKPT|pixels", default: "pixels", choices: ["pixels"], file: .read,
        help: "compare the features of a classifier of clf-fit, or the pixels")
    static let splits = Option.integer(
        "splits", value: "N", default: 10, in: 1...1_000_000, help: "parts that the inception score is taken over")

    static func main() {
        Command(
            name: "idx-fid",
            summary: "Measure how far generated images are from real ones: Fréchet distance and inception score.",
            operands: .required("REAL") + .optional("FILE"),
            options: [
                features, splits, StandardOptions.threads, StandardOptions.noHeader, StandardOptions.output,
                StandardOptions.quiet,
            ],
            details: """
                FILE, or standard input, holds the generated images. fid is the Fréchet distance of the normal \
                distributions about the features of both; is_mean and is_std, with a classifier alone, are the inception \
                score of the generated images and its deviation between parts; n is how many generated images there are.
                """,
            examples: [
                (
                    "z-sample -n 10000 --for m.ckpt | vae-decode m.ckpt | idx-fid t10k-images.gz --features clf.ckpt",
                    "how good a decoder's images are, to a classifier's eyes"
                ),
                (
                    "idx-fid t10k-images.gz train-images.gz",
                    "how far the test images are from the others, by their pixels"
                ),
            ]
        ).run(needing: OpenBLAS.requireMemory, measure)
    }

    static func measure(_ arguments: Arguments) throws {
        let real = arguments.operands[0]
        let generated = arguments.operands.count > 1 ? arguments.operands[1] : "-"
        let extractorName = arguments[features]
        try SharedStreams.refuseTwoInputs([real, generated, extractorName])
        let classifier = extractorName == "pixels" ? nil : try Checkpoint<Classifier>.read(extractorName).model
        if arguments.isGiven(splits) && classifier == nil {
            throw UsageError("--splits needs --features CKPT: there is no inception score of pixels")
        }
        for path in [real, generated] { try Terminal.refuseTerminalInput(from: path) }
        let output = try ByteWriter.create(arguments[StandardOptions.output] ?? "-")
        var (first, second) = (try ImageSource(path: real), try ImageSource(path: generated))
        guard second.hasImages(of: first.shape) else {
            throw ImageError(
                "\(second.name): its images are \(second.shapeText), but those of \(first.name) are \(first.shapeText)"
                    + second.way(to: first.shape))
        }
        if let classifier { try ModelImages.check(first, fits: classifier, named: extractorName) }
        let extractor = try FeatureExtractor(
            classifier, images: first, parts: arguments[splits],
            team: ThreadTeam(threads: arguments[StandardOptions.threads]), quiet: arguments[StandardOptions.quiet])
        let (expected, found) = (try extractor.sample(&first), try extractor.sample(&second))
        for source in [first, second] { arguments.noteLevels(source.levels) }

        var table = TableWriter(output, columns: ["metric", "value"], header: !arguments[StandardOptions.noHeader])
        let distance = try FrechetDistance.between(expected.statistics, found.statistics)
        try table.write(row: [.text("fid"), .float(Float(distance))])
        if let score = found.score?.meanAndDeviation {
            try table.write(row: [.text("is_mean"), .float(Float(score.mean))])
            try table.write(row: [.text("is_std"), .float(Float(score.deviation))])
        }
        try table.write(row: [.text("n"), .integer(found.statistics.count)])
        try table.finish()
        if let score = found.score, score.hasPartOfOneImage, !arguments[StandardOptions.quiet] {
            arguments.note(
                "\(second.name): \(score.count) images, fewer than two for each of \(score.parts) splits: one image alone "
                    + "scores 1, whatever it shows: take --splits \(score.count / 2), or more images")
        }
    }
}

extension ImageSource {
    init(path: String) throws { try self.init(IDXReader(try ByteReader.open(path))) }

    var shapeText: String { ItemFormat(type: .u8, shape: shape).shapeText }
}
