import CommandSupport
import FitSupport
import ModelSupport
import TensorStreams
import VAEKit

@main enum ClfFit {
    static let labels = StandardOptions.labels(help: "the class of each image, IDX or text")
    static let network = Option.text(
        "network", value: "LAYERS", defaultText: "a small convolutional network",
        help: "the layers up to the features, in the layer language")
    static let options = FitOptions(defaults: .ofClassifiers)

    static func main() {
        Command(
            name: "clf-fit",
            summary: "Train a classifier on a stream of images and their labels.",
            operands: .many("FILE"),
            options: [
                labels, StandardOptions.levels, network, OriginOptions.output, StandardOptions.seed,
                StandardOptions.threads,
                StandardOptions.quiet,
            ],
            groups: [
                OptionGroup("Training", options.optimization + options.length),
                OptionGroup("Going on from a checkpoint", OriginOptions.all),
                OptionGroup(
                    "Reports and checkpoints along the way",
                    [JournalOptions.validation, JournalOptions.validationLabels] + JournalOptions.common),
            ],
            details: """
                The loss is the cross-entropy of the labels in nats per image; accuracy is the part of the images whose \
                most likely class is their label. There are as many classes as the largest label says, numbered from 0. The \
                words of labels stay with the model.
                """,
            examples: [
                ("clf-fit --labels y.gz -o clf.ckpt x.gz", "the default network"),
                (
                    "clf-fit --labels y.gz --network 'dense 256, relu, dense 64, relu' -o clf.ckpt x.gz",
                    "dense layers, 64 features"
                ),
            ]
        ).run(shared: fit)
    }

    static func fit(_ arguments: Arguments, on ranks: RunRanks) throws {
        guard let path = arguments[labels] else {
            throw UsageError("--labels is missing, a file with the class of each image")
        }
        try JournalOptions.requireValidationLabels(arguments)
        try OriginOptions.refuseTwoInputs(arguments, [path])
        try ranks.train(FitSession(try plan(arguments), arguments, labels: path, on: ranks).ready())
    }

    private static func plan(_ arguments: Arguments) throws -> FitPlan<Classifier> {
        switch try FitOrigin(arguments, structural: [network], kept: options.kept) {
        case .run(let path):
            return try FitPlan(resuming: path, CheckpointFile(reading: path), arguments, options: options)
        case .weights(let path):
            let weights = try Checkpoint<Classifier>.read(path).model
            var settings = try settings(arguments)
            settings.beginning.weights = path
            return FitPlan(settings) { source, _, _ in
                try ModelImages.check(source, fits: weights, named: path)
                return weights
            }
        case .nothing:
            let settings = try settings(arguments)
            let layers = try arguments[network].map(layers)
            return FitPlan(settings) { source, _, labels in
                try model(layers, for: source, labels, seed: settings.seed)
            }
        }
    }

    private static func settings(_ arguments: Arguments) throws -> TrainingSettings {
        var settings = TrainingSettings.ofClassifiers
        try options.apply(arguments, to: &settings)
        return settings
    }

    private static func layers(_ text: String) throws -> [LayerDescription] {
        do {
            return try LayerLanguage.parse(text)
        } catch {
            throw UsageError("--network: \(error)")
        }
    }

    /// A classifier for these images and labels, with weights drawn at random.
    private static func model(
        _ layers: [LayerDescription]?, for source: ImageSource, _ labels: Labels?, seed: Int
    ) throws -> Classifier {
        guard let labels else { preconditionFailure("a classifier learns of labels") }
        let classes = try labels.classes(atMost: ClassifierDescription.largestClasses)
        var description = ClassifierDescription(
            imageShape: source.shape, classes: classes,
            network: layers ?? ClassifierDescription.network(for: source.shape))
        description.names = try labels.levels?.classNames(classes)
        let model = try source.modelled { try Classifier(description) }
        model.initialise(seed: UInt64(seed))
        return model
    }
}
