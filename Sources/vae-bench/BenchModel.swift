import VAEKit

/// A model to time: a preset, or the one-layer network of Burda et al. 2015, trained on the bound of several draws.
enum BenchModel: Equatable {
    case preset(Preset)
    case importanceWeighted(samples: Int)

    static let all = Preset.allCases.map { BenchModel.preset($0) } + [5, 50].map { .importanceWeighted(samples: $0) }

    var name: String {
        switch self {
        case .preset(let preset): preset.rawValue
        case .importanceWeighted(let samples): "iwae-\(samples)"
        }
    }

    var settings: TrainingSettings {
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
        return settings
    }

    /// - Throws: `NetworkError` where it cannot be built for images of that shape.
    func description(imageShape: [Int]) throws -> ModelDescription {
        switch self {
        case .preset(let preset): return try preset.model(imageShape: imageShape)
        case .importanceWeighted(let samples):
            var model = ModelDescription(imageShape: imageShape, encoder: [], decoder: [])
            (model.encoder, model.decoder) = Architecture(.dense(hidden: [200, 200]), activation: .tanh)
                .layers(for: model.image)
            model.latent = 50
            model.objective = try ObjectiveDescription(parsing: "iwae samples \(samples)")
            return model
        }
    }
}
