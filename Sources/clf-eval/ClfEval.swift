import CommandSupport
import ModelSupport
import TensorStreams
import Threads
import VAEKit

@main enum ClfEval {
    static let perItem = Option.flag("per-item", help: "a row for each image: its predicted class and probabilities")
    static let confusion = Option.flag("confusion", help: "how often each label was predicted as each class")
    static let features = Option.flag("features", help: "a row for each image: its features, f1 …")
    static let labels = StandardOptions.labels(help: "the class of each image, IDX or text")

    static func main() {
        Command(
            name: "clf-eval",
            summary: "Measure how well a trained classifier tells images apart, or apply it.",
            operands: .required("CKPT") + .optional("FILE"),
            options: [
                labels, StandardOptions.levels, perItem, confusion, features, ItemOptions.firstID,
                StandardOptions.threads, StandardOptions.noHeader,
                StandardOptions.output, StandardOptions.quiet,
            ],
            details: """
                Prints loss (the cross-entropy of the labels, in nats per image), accuracy and n; --per-item and --features \
                do without labels.
                """,
            examples: [
                ("clf-eval clf.ckpt --labels t10k-labels.gz t10k-images.gz", "loss and accuracy"),
                (
                    "clf-eval clf.ckpt --labels y x --per-item | awk '$2 != $3' | idx-cat --ids - x | grid2png",
                    "the images it takes for something else"
                ),
            ]
        ).run(shared: evaluate)
    }

    static func evaluate(_ arguments: Arguments, on ranks: RunRanks) throws {
        let kind = try kind(arguments)
        let operands = try ModelOperands(arguments, labels: arguments[labels])
        let model = try Checkpoint<Classifier>(CheckpointFile(reading: ranks.open(operands.checkpoint))).model
        let levels =
            try arguments.levels(of: labels, opening: ranks.open) ?? model.classLevels(named: operands.checkpoint)
        let labels = try arguments[labels].map { try Labels(reading: ranks.open($0), levels: levels) }
        let images = try ModelImages(
            operands, labels: labels, model: model, firstID: arguments[ItemOptions.firstID], on: ranks)
        var report = Report(
            kind, model: model, names: try levels?.classNames(model.description.classes),
            leading: images.leadingColumns, header: !arguments[StandardOptions.noHeader],
            to: try ByteWriter.create(ranks.output(arguments)))
        let progress = Progress(
            "classifying", total: images.announced, unit: "images", quiet: arguments[StandardOptions.quiet])
        let work = try images.evaluated(by: model, arguments)
        var count = 0
        while let (result, items) = try work.next() {
            guard (result.probabilities + result.losses + result.features).allSatisfy(\.isFinite) else {
                throw Failure(
                    "\(images.name): items \(items.lowerBound) to \(items.upperBound - 1): what the classifier of "
                        + "\(operands.checkpoint) makes of them is not finite")
            }
            try report.add(
                result, leading: items.map { try images.leading($0) },
                labels: labels?.values(of: items, in: images.name) ?? [])
            count = items.upperBound
            progress.advance(to: count)
        }
        progress.finish()
        guard ranks.isFirst else { return }
        guard count > 0 else { throw Failure("\(images.name): it holds no images") }
        try report.finish()
        arguments.noteLevels(images.levels)
    }

    private static func kind(_ arguments: Arguments) throws -> Report.Kind {
        let kinds: [(option: Option<Bool>, kind: Report.Kind)] = [
            (perItem, .perItem), (confusion, .confusion), (features, .features),
        ]
        let given = kinds.filter { arguments[$0.option] }
        if given.count > 1 {
            throw UsageError("--\(given[0].option.name) and --\(given[1].option.name) exclude each other")
        }
        let kind = given.first?.kind ?? .metrics
        let isOfAll = [.metrics, .confusion].contains(kind)
        if isOfAll && !arguments.isGiven(labels) {
            throw UsageError("--labels is missing; only --per-item and --features do without")
        }
        if isOfAll && arguments.isGiven(ItemOptions.firstID) {
            throw UsageError("--first-id needs --per-item or --features")
        }
        return kind
    }
}
