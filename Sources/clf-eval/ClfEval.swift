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
                labels, StandardOptions.levels, perItem, confusion, features, StandardOptions.threads,
                StandardOptions.noHeader,
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
        ).run(evaluate)
    }

    static func evaluate(_ arguments: Arguments) throws {
        let kind = try kind(arguments)
        let operands = try ModelOperands(arguments, labels: arguments[labels])
        let model = try Checkpoint<Classifier>.read(operands.checkpoint).model
        let levels = try arguments.levels(of: labels) ?? model.classLevels(named: operands.checkpoint)
        let labels = try arguments[labels].map { try Labels(reading: $0, levels: levels) }
        var images = try ModelImages(operands, labels: labels, model: model)
        let evaluator = ClassifierEvaluator(model, team: ThreadTeam(threads: arguments[StandardOptions.threads]))
        var report = Report(
            kind, model: model, names: try levels?.classNames(model.description.classes),
            leading: images.leadingColumns, header: !arguments[StandardOptions.noHeader],
            to: try ByteWriter.create(arguments[StandardOptions.output] ?? "-"))
        let progress = Progress(
            "classifying", total: images.announced, unit: "images", quiet: arguments[StandardOptions.quiet])
        while let (batch, first) = try images.next(atMost: evaluator.batchSize) {
            let leading = try (first..<first + batch.count).map { try images.leading($0) }
            let result = evaluator.classify(batch)
            guard (result.probabilities + result.losses + result.features).allSatisfy(\.isFinite) else {
                throw Failure(
                    "\(images.name): items \(first) to \(first + batch.count - 1): what the classifier of "
                        + "\(operands.checkpoint) makes of them is not finite")
            }
            try report.add(result, leading: leading, labels: batch.labels)
            progress.advance(to: images.count)
        }
        progress.finish()
        guard images.count > 0 else { throw Failure("\(images.name): it holds no images") }
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
        if [.metrics, .confusion].contains(kind), !arguments.isGiven(labels) {
            throw UsageError("--labels is missing; only --per-item and --features do without")
        }
        return kind
    }
}
