import CommandSupport
import ModelSupport
import TensorStreams
import VAEKit

/// The model that the command line describes, whatever images it is to be for.
struct NewModel {
    let preset: Preset?
    private let network: Network
    /// All but its images and its layers.
    private let described: ModelDescription

    init(_ arguments: Arguments) throws {
        preset = try arguments[ModelOptions.preset].map { try Self.preset(named: $0) }
        network = try Network(arguments, preset: preset)
        var model =
            preset?.settings(imageShape: []) ?? ModelDescription(imageShape: [], encoder: [], decoder: [])
        if let value = arguments[ModelOptions.kind] { model.kind = value }
        if let value = arguments[ModelOptions.latent] { model.latent = value[0] }
        model.upper = try LevelLayers.upper(arguments, preset: preset)
        if let value = arguments[ModelOptions.inference] { model.inference = value }
        if let value = arguments[ModelOptions.heads] { model.heads = value }
        try ModelOptions.applyScale(arguments, to: &model)
        if let text = arguments[ModelOptions.prior] {
            model.prior = try ModelOptions.parsed(ModelOptions.prior.name) { try PriorDescription(parsing: text) }
        }
        if let text = arguments[ModelOptions.posterior] {
            model.posteriorForm = try ModelOptions.parsed(ModelOptions.posterior.name) {
                try PosteriorForm(parsing: text)
            }
        }
        try ModelOptions.applyLoss(arguments, to: &model)
        described = model
        try Self.checkOutput(arguments, model)
    }

    /// The likelihood of its pixels.
    var recon: ModelDescription.Recon { described.recon }

    /// What the items are that it takes.
    var items: ImageItems { described.items }

    /// - Throws: `UsageError` where the decoder is to begin with the mean of the data and cannot.
    static func checkOutput(_ arguments: Arguments, _ model: some PixelDescription) throws {
        guard arguments[TrainingOptions.initialOutput] == .data else { return }
        if arguments[TrainingOptions.fit.stream] {
            throw UsageError("--init-output data needs the images at the beginning, which --stream does not have")
        }
        guard model.recon == .bce else { throw UsageError("--init-output data needs --recon bce") }
    }

    /// Throws `UsageError` with the nearest names where there is none of that name.
    private static func preset(named name: String) throws -> Preset {
        if let preset = Preset(rawValue: name) { return preset }
        let names = Preset.allCases.map(\.rawValue)
        let near = nearestNames(to: name, among: names)
        throw UsageError(
            "--preset \(name): there is no such preset; "
                + (near.isEmpty
                    ? "there are " + names.joined(separator: ", ")
                    : "did you mean " + near.joined(separator: " or ") + "?"))
    }

    /// The model for these images, with weights drawn at random.
    ///
    /// - Parameter data: all images, where they are there.
    func model(
        for source: ImageSource, _ data: DealtImages?, labels: Labels?, _ settings: TrainingSettings
    ) throws -> Autoencoder {
        let model = try source.modelled {
            var model = described
            model.imageShape = source.shape
            (model.encoder, model.decoder) = try network.layers(imageShape: source.shape)
            if model.objective.countsImages { model.setSize = data?.count }
            model.classes = try labels?.classes(atMost: ClassifierDescription.largestClasses)
            return try Autoencoder(model)
        }
        model.initialise(settings)
        if let data { try source.scale(model, by: data) }
        if settings.beginning.outputIsOfData, let data { try model.initialiseOutput(to: data) }
        return model
    }
}
