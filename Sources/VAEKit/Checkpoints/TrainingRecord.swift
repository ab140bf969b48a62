import TensorStreams

/// How the model was trained, and what is needed to go on.
public struct TrainingRecord {
    public var settings: TrainingSettings
    public var state: TrainingState
    /// Absent where the run streams, or was begun before they were kept.
    public internal(set) var images: TrainedImages?
    /// Those that the loss is measured on after each epoch, where there are any.
    public internal(set) var validationImages: TrainedImages?
    public internal(set) var reports = RunReports()
    /// Absent where it was left out.
    public internal(set) var optimizer: Optimizer?
    /// The type of 16 bits that another program rounded the numbers to, if any.
    public var roundedTo: String?
    /// Whether the optimiser's state is there, so that the run can be resumed.
    public var isResumable: Bool { optimizer != nil }
    /// Why it is not, or not to be used.
    public var obstacle: String {
        roundedTo.map { "its numbers were rounded to \($0)" } ?? "it has no optimiser state (--weights-only?)"
    }

    /// All but the optimiser's state, as the `training` entry has it; where that is absent, only what was done, and with which
    /// images.
    public var json: JSON {
        var object: JSONObject = ["settings": settings.json, "state": state.json]
        if isResumable {
            (object["images"], object["validation_images"]) = (images?.json, validationImages?.json)
        }
        object["reports"] = (isResumable ? reports : reports.ofTraining).json
        return .object(object)
    }

    init(settings: TrainingSettings, state: TrainingState) { (self.settings, self.state) = (settings, state) }

    /// nil where the entry is damaged.
    init?(json: JSON, terms: [String]) {
        guard let settings = json["settings"].flatMap(TrainingSettings.init(json:)),
            let state = json["state"].flatMap({ TrainingState(json: $0, terms: terms) })
        else { return nil }
        self.init(settings: settings, state: state)
        for (name, path) in [("images", \Self.images), ("validation_images", \Self.validationImages)] {
            guard let entry = json[name] else { continue }
            guard let images = TrainedImages(json: entry) else { return nil }
            self[keyPath: path] = images
        }
        if let entry = json["reports"] {
            guard let reports = RunReports(json: entry) else { return nil }
            self.reports = reports
        }
    }
}
