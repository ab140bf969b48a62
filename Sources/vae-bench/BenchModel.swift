import TensorStreams
import VAEKit

/// A model to time: a preset; a network of Burda et al. 2015, of one or two levels of latents, trained on the bound of several
/// draws; or the network of sprites that papers on disentanglement share (Locatello et al. 2019), whose latents are
/// held to independence.
enum BenchModel: Equatable {
    case preset(Preset)
    case importanceWeighted(levels: Int, samples: Int)
    case disentangled(Independence)

    enum Independence: String, CaseIterable {
        case totalCorrelation = "beta-tc"
        case discriminator = "factor"

        var objective: String {
            switch self {
            case .totalCorrelation: "tc"
            case .discriminator: "factor"
            }
        }
    }

    static let all =
        Preset.allCases.map { BenchModel.preset($0) }
        + [1, 2].flatMap { levels in [5, 50].map { .importanceWeighted(levels: levels, samples: $0) } }
        + Independence.allCases.map { .disentangled($0) }

    var name: String {
        switch self {
        case .preset(let preset): preset.rawValue
        case .importanceWeighted(let levels, let samples): "iwae\(levels == 1 ? "" : String(levels))-\(samples)"
        case .disentangled(let independence): independence.rawValue
        }
    }

    /// Whether it takes 28×28 digits; else it has images of its own.
    var takesDigits: Bool {
        switch self {
        case .preset(let preset): preset != .convFace
        case .importanceWeighted: true
        case .disentangled: false
        }
    }

    /// Those that it has of its own.
    func ownImages() -> TensorBatch? {
        switch self {
        case .preset(.convFace): BenchImages.blocks()
        case .disentangled: BenchImages.sprites()
        default: nil
        }
    }

    /// - Parameter batch: images in a step; nil for as many as the model is trained with.
    func settings(batch: Int?) -> TrainingSettings {
        var settings = TrainingSettings()
        switch self {
        case .preset(let preset):
            settings.optimizer = preset.training.optimizer
            settings.batch = preset.training.batch
        case .importanceWeighted:
            settings.optimizer.rate = 1e-3
            (settings.optimizer.beta1, settings.optimizer.epsilon) = (0.99, 1e-4)
            settings.batch = 20
        case .disentangled:
            settings.optimizer.rate = 1e-4
            settings.batch = 64
        }
        settings.batch = batch ?? settings.batch
        return settings
    }

    /// - Throws: `NetworkError` where it cannot be built for images of that shape.
    func description(imageShape: [Int]) throws -> ModelDescription {
        switch self {
        case .preset(let preset): return try preset.model(imageShape: imageShape)
        case .importanceWeighted(let levels, let samples):
            let architecture = Architecture(.dense(hidden: [200, 200]), activation: .tanh)
            var model = ModelDescription(imageShape: imageShape, encoder: [], decoder: [])
            (model.encoder, model.decoder) = architecture.layers(for: model.image)
            model.latent = levels == 1 ? 50 : 100
            if levels == 2 {
                let (encoder, decoder) = architecture.layers(ofUnits: [100, 100])
                model.upper = [UpperLevel(latent: 50, encoder: encoder, decoder: decoder)]
            }
            model.objective = try ObjectiveDescription(parsing: "iwae samples \(samples)")
            return model
        case .disentangled(let independence):
            return try Self.disentangled(independence, imageShape: imageShape)
        }
    }

    private static func disentangled(_ independence: Independence, imageShape: [Int]) throws -> ModelDescription {
        let convolutions = [32, 32, 64, 64].map { "conv \($0) kernel 4 stride 2 padding 1, relu" }
        let back = ["64", "32", "32", "1"].map { "convt \($0) kernel 4 stride 2 padding 1" }
        var model = ModelDescription(
            imageShape: imageShape,
            encoder: try LayerLanguage.parse((convolutions + ["flatten, dense 256, relu"]).joined(separator: ", ")),
            decoder: try LayerLanguage.parse(
                "dense 256, relu, dense 1024, relu, unflatten 64 4 4, " + back.joined(separator: ", relu, ")))
        model.latent = 10
        model.objective = try ObjectiveDescription(parsing: independence.objective)
        // That of all sprites, of which there are fewer here.
        model.setSize = independence == .totalCorrelation ? 737_280 : nil
        model.beta = independence == .totalCorrelation ? 6 : 1
        return model
    }
}
