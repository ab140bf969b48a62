import VAEKit

/// A model to time: a preset, or a network of Burda et al. 2015, of one or two levels of latents, trained on the bound of
/// several draws.
enum BenchModel: Equatable {
    case preset(Preset)
    case importanceWeighted(levels: Int, samples: Int)

    static let all =
        Preset.allCases.map { BenchModel.preset($0) }
        + [1, 2].flatMap { levels in [5, 50].map { .importanceWeighted(levels: levels, samples: $0) } }

    var name: String {
        switch self {
        case .preset(let preset): preset.rawValue
        case .importanceWeighted(let levels, let samples): "iwae\(levels == 1 ? "" : String(levels))-\(samples)"
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
        }
    }
}
