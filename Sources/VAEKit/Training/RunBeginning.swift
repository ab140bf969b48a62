import TensorStreams

/// How a run began, beside the model, the images and the seed: a checkpoint keeps it to tell how it was made.
public struct RunBeginning: Equatable, Sendable {
    /// How weights were drawn.
    public var initialisation = Initialisation.pytorch
    /// Whether what was decoded at first was the mean of the images.
    public var outputIsOfData = false
    /// The path of the checkpoint whose weights the run began with instead, if any.
    public var weights: String?
    /// The path of the checkpoint whose codes the run learns a prior of, if it does.
    public var codes: String?

    public init() {}

    private static let paths: [(String, WritableKeyPath<RunBeginning, String?> & Sendable)] = [
        ("init_from", \.weights), ("codes_of", \.codes),
    ]

    /// Adds its entries to those of the settings, where they say something unusual.
    func add(to object: inout JSONObject) {
        if initialisation != .pytorch { object["init"] = .string(initialisation.rawValue) }
        if outputIsOfData { object["init_output"] = "data" }
        for (name, path) in Self.paths { object[name] = self[keyPath: path].map { .string($0) } }
    }

    /// nil where an entry of the settings is damaged.
    init?(json: JSON) {
        if let entry = json["init"] {
            guard let rule = entry.string.flatMap(Initialisation.init) else { return nil }
            initialisation = rule
        }
        if let entry = json["init_output"] {
            guard entry == "data" else { return nil }
            outputIsOfData = true
        }
        for (name, path) in Self.paths {
            guard let entry = json[name] else { continue }
            guard let text = entry.string, !text.isEmpty else { return nil }
            self[keyPath: path] = text
        }
    }
}

extension Model {
    /// Draws the weights of a new run.
    public func initialise(_ settings: TrainingSettings) {
        initialise(settings.beginning.initialisation, seed: UInt64(settings.seed))
    }
}
