import CommandSupport
import ModelSupport
import TensorStreams
import VAEKit

/// The model of codes that the command line describes, whatever images it is to be for.
struct NewCodeModel {
    private let network: Network
    /// All but its images and its layers.
    private let described: CodeDescription

    /// nil where the command line asks for no codes.
    ///
    /// - Throws: `UsageError` where options do not go together, or are not written as they should be.
    init?(_ arguments: Arguments) throws {
        guard let text = arguments[ModelOptions.latentKind],
            let quantiser = try ModelOptions.parsed(
                ModelOptions.latentKind.name, { try QuantiserDescription.latentKind(parsing: text) })
        else { return nil }
        try CodeOptions.refuseOthers(arguments, with: quantiser)
        if try !LevelLayers.upper(arguments, preset: nil).isEmpty {
            throw UsageError("--latent-kind \(text): codes are of one level of latents")
        }
        network = try Network(arguments, preset: nil, standard: .convolutional(channels: [32, 64]))
        var model = CodeDescription(imageShape: [], quantiser, encoder: [], decoder: [])
        model.places = arguments[ModelOptions.latent]?.first
        try ModelOptions.applyScale(arguments, to: &model)
        try CodeOptions.applyPixels(arguments, to: &model)
        described = model
        try NewModel.checkOutput(arguments, model)
    }

    /// The likelihood of its pixels.
    var recon: ModelDescription.Recon { described.recon }

    /// What the items are that it takes.
    var items: ImageItems { described.items }

    /// The model for these images, with weights drawn at random.
    ///
    /// - Parameter data: all images, where they are there.
    func model(for source: ImageSource, _ data: DealtImages?, _ settings: TrainingSettings) throws -> CodeAutoencoder {
        let model = try source.modelled {
            var model = described
            model.imageShape = source.shape
            (model.encoder, model.decoder) = try network.layers(imageShape: source.shape, keepsMap: true)
            if try CodeAutoencoder.putsOutVector(model.encoder, imageShape: source.shape) {
                model.places = model.places ?? 1
            }
            return try CodeAutoencoder(model)
        }
        model.initialise(settings)
        if let data { try source.scale(model, by: data) }
        if settings.beginning.outputIsOfData, let data { try model.initialiseOutput(to: data) }
        return model
    }
}
