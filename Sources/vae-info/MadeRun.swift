import TensorStreams
import VAEKit

/// The run that made a checkpoint: which command it was, what it was told, and what it was given.
struct MadeRun {
    let maker: String
    let record: TrainingRecord?
    let imageShape: [Int]
    /// Whether the model learnt of labels, and whether it knows their words.
    let hasLabels, hasLabelNames: Bool
    /// Those of the model and of its training, defaults too.
    let options: [RunOption]

    /// - Parameter ofModel: what its description says.
    init<M: Model>(_ checkpoint: Checkpoint<M>, ofModel: [RunOption]) {
        let model = checkpoint.model
        (maker, record, imageShape) = (M.family.maker, checkpoint.training, model.imageShape)
        (hasLabels, hasLabelNames) = (model.classes != nil, model.classNames != nil)
        let settings = record.map { Self.options(of: $0.settings, M.family) } ?? []
        if record?.settings.beginning.weights == nil {
            options = ofModel + settings
        } else {
            options = ofModel.filter { !ModelOptions.structural.contains($0.name) }.map(\.said) + settings
        }
    }

    private static func options(of settings: TrainingSettings, _ family: ModelFamily) -> [RunOption] {
        var defaults = family == .classifier ? TrainingSettings.ofClassifiers : TrainingSettings()
        if settings.optimizer.kind == .adamw { defaults.optimizer.weightDecay = OptimizerSettings.decayOfAdamW }
        if settings.optimizer.kind == .muon { defaults.optimizer.momentum = OptimizerSettings.momentumOfMuon }
        // Rates by epoch stand in the place of these.
        let replaced: Set<String> = settings.learningRate.rates == nil ? [] : ["lr", "lr_schedule"]
        return RunOption.entries(
            of: settings.json, defaults: defaults.json, but: replaced.union([TrainingSettings.lengthChangedEntry]))
    }

    /// Which images it was trained on, as far as it is known, and which its loss was measured on.
    var images: [(name: String, identity: String)] {
        [("images", record?.images), ("validation-images", record?.validationImages)].map { name, images in
            (name, images.map { "\($0.count) \(Hexadecimal.text($0.checksum))" } ?? "")
        }
    }
}

/// A checksum as tools write it.
enum Hexadecimal {
    /// Eight digits.
    static func text(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
