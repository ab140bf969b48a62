import CommandSupport
import ModelSupport
import TensorStreams
import Threads
import VAEKit

@main enum ClfFit {
    static let output = StandardOptions.output(help: "where the checkpoint goes")
    static let labels = StandardOptions.labels(help: "the class of each image, from 0, an IDX file")
    static let network = Option.text(
        "network", value: "LAYERS", defaultText: "a small convolutional network",
        help: "the layers up to the features, in the layer language")
    static let validationLabels = Option.text(
        "validation-labels", value: "FILE", file: .read, help: "the classes of the images of --validation")
    static let fitOptions = FitOptions(defaults: defaults)

    /// Reaches its best on MNIST in about a minute.
    static let defaults: TrainingSettings = {
        var settings = TrainingSettings()
        settings.epochs = 6
        settings.learningRate.schedule = .cosine
        return settings
    }()

    static func main() {
        Command(
            name: "clf-fit",
            summary: "Train a classifier on a stream of images and their labels.",
            operands: .optional("FILE"),
            options: [
                labels, network, output, StandardOptions.seed, StandardOptions.threads, StandardOptions.quiet,
            ],
            groups: [
                OptionGroup("Training", fitOptions.optimization + [fitOptions.batch, fitOptions.epochs]),
                OptionGroup(
                    "Reports along the way",
                    [ReportOptions.validation, validationLabels, ReportOptions.log, ReportOptions.logEvery]),
            ],
            details: """
                The loss is the cross-entropy of the labels in nats per image; accuracy is the part of the images whose \
                most likely class is their label. There are as many classes as the largest label says.
                """,
            examples: [
                ("clf-fit --labels y.gz -o clf.ckpt x.gz", "the default network"),
                (
                    "clf-fit --labels y.gz --network 'dense 256, relu, dense 64, relu' -o clf.ckpt x.gz",
                    "dense layers, 64 features"
                ),
            ]
        ).run(fit)
    }

    static func fit(_ arguments: Arguments) throws {
        let input = arguments.operands.first ?? "-"
        let output = arguments[output] ?? "-"
        guard let labelsPath = arguments[labels] else {
            throw UsageError("--labels is missing, an IDX file with the class of each image")
        }
        let validationPaths = try validationPaths(arguments)
        try SharedStreams.refuseTwoInputs([input, labelsPath, validationPaths?.images, validationPaths?.labels])
        try SharedStreams.refuseTwoOutputs([output, arguments[ReportOptions.log]])
        let settings = try settings(arguments)
        let layers = try arguments[network].map(layers)
        let claims = try claimOutputs(output, log: arguments[ReportOptions.log], input: input)

        let labels = try Labels(reading: labelsPath)
        var source = try ImageSource(IDXReader(try ByteReader.open(input)))
        let data = try LabelledImages(&source, labels: labels)
        arguments.noteLevels(source.levels)
        let classes = try labels.classes(atMost: ClassifierDescription.largestClasses)
        let model = try source.modelled {
            try Classifier(
                ClassifierDescription(
                    imageShape: source.shape, classes: classes,
                    network: layers ?? ClassifierDescription.network(for: source.shape)))
        }
        try model.requireTrainingMemory()
        try model.requireBatches(of: settings.batch, images: data.images.count)
        model.initialise(seed: UInt64(settings.seed))
        let team = ThreadTeam(threads: arguments[StandardOptions.threads])
        let validation = try validationPaths.map {
            try Validation(images: $0.images, labels: $0.labels, model: model, team: team)
        }
        validation.map { arguments.noteLevels($0.levels) }
        let run = ClassifierRun(ClassifierTrainer(model, settings: settings, team: team), settings: settings)
        let journal = try Journal(
            arguments, path: output, total: data.images.count * settings.epochs, validation: validation)
        try withExtendedLifetime(claims) { try journal.follow(run, on: data) }
    }

    /// Finds out, before the training, whether the outputs can be written, and sees to it that no other run does.
    private static func claimOutputs(_ output: String, log: String?, input: String) throws -> [OutputClaim] {
        try Terminal.refuseBinaryOutput(to: output)
        try Terminal.refuseTerminalInput(from: input)
        if ByteWriter.replaces(output) { _ = try ByteWriter.create(output) }
        return try [output, log].compactMap { try $0.flatMap { try OutputClaim.take($0) } }
    }

    private static func settings(_ arguments: Arguments) throws -> TrainingSettings {
        var settings = defaults
        try fitOptions.apply(arguments, to: &settings)
        if let value = arguments[fitOptions.epochs] { settings.epochs = value }
        if arguments.isGiven(ReportOptions.logEvery) && !arguments.isGiven(ReportOptions.log) {
            throw UsageError("--log-every needs --log")
        }
        return settings
    }

    private static func validationPaths(_ arguments: Arguments) throws -> (images: String, labels: String)? {
        switch (arguments[ReportOptions.validation], arguments[validationLabels]) {
        case (nil, nil): return nil
        case (let images?, let labels?): return (images, labels)
        default: throw UsageError("--validation and --validation-labels go together")
        }
    }

    private static func layers(_ text: String) throws -> [LayerDescription] {
        do {
            return try LayerLanguage.parse(text)
        } catch {
            throw UsageError("--network: \(error)")
        }
    }
}
