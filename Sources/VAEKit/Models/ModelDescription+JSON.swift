import TensorStreams

extension ModelDescription: ModelDescribing {
    /// The description as a checkpoint's `model` entry has it.
    public var json: JSON {
        var object: JSONObject = [
            "image": .array(imageShape.map { .integer($0) }),
            "model": .string(kind.rawValue),
            "latent": .integer(latent),
            "encoder": .string(LayerLanguage.spell(encoder)),
            "decoder": .string(LayerLanguage.spell(decoder)),
            "heads": .string(heads.rawValue),
            "noise": .string(noise.rawValue),
            "recon": .string(recon.rawValue),
            "beta": .number(beta),
        ]
        if recon == .gaussian { object["sigma"] = learnsSigma ? .string("learned") : .number(sigma) }
        if let scale { object["scale"] = .string(scale.description) }
        if objective != .elbo { object["objective"] = .string(objective.description) }
        if prior != .normal { object["prior"] = .string(prior.description) }
        if posteriorForm != .normal { object["posterior"] = .string(posteriorForm.description) }
        if let setSize { object["set_size"] = .integer(setSize) }
        if let threshold { object["threshold"] = .integer(threshold) }
        if let classes { object["classes"] = .integer(classes) }
        if !upper.isEmpty {
            object["levels"] = .array(upper.map(\.json))
            object["inference"] = .string(inference.rawValue)
        }
        return .object(object)
    }

    /// - Throws: `NetworkError` that names the entry which is missing or wrong.
    public init(json: JSON) throws(NetworkError) {
        func choice<Value: RawRepresentable<String>>(_ key: String) throws(NetworkError) -> Value {
            guard let text = json[key]?.string, let value = Value(rawValue: text) else { throw Self.wrong(key) }
            return value
        }
        func number(_ key: String, in range: ClosedRange<Double>) throws(NetworkError) -> Double {
            guard let value = json[key]?.double, range.contains(value) else { throw Self.wrong(key) }
            return value
        }
        func layers(_ key: String) throws(NetworkError) -> [LayerDescription] {
            guard let text = json[key]?.string else { throw Self.wrong(key) }
            return try LayerLanguage.parse(text)
        }
        let shape = try Self.imageShape(json: json)
        guard let latent = json["latent"]?.int, (1...LayerWords.largestSize).contains(latent) else {
            throw Self.wrong("latent")
        }
        self.init(imageShape: shape, encoder: try layers("encoder"), decoder: try layers("decoder"))
        self.latent = latent
        kind = try choice("model")
        heads = try choice("heads")
        noise = try choice("noise")
        recon = try choice("recon")
        beta = try number("beta", in: 0...1e6)
        learnsSigma = recon == .gaussian && json["sigma"]?.string == "learned"
        if recon == .gaussian && !learnsSigma { sigma = try number("sigma", in: 1e-6...1e6) }
        scale = try json["scale"].map { (entry) throws(NetworkError) in try ValueScale(json: entry) }
        if let entry = json["objective"] { try takeObjective(entry) }
        try takeDensities(json)
        try takeNumbers(json)
        if let entry = json["levels"] {
            try takeLevels(entry)
            inference = try choice("inference")
        }
        if let problemOfLevels { throw NetworkError(problemOfLevels) }
    }

    /// Those that not every model has.
    private mutating func takeNumbers(_ json: JSON) throws(NetworkError) {
        if let entry = json["set_size"] {
            guard let value = entry.int, value > 0, value <= 1 << 40 else { throw Self.wrong("set_size") }
            setSize = value
        }
        if let entry = json["threshold"] {
            guard let value = entry.int, (0...255).contains(value) else { throw Self.wrong("threshold") }
            threshold = value
        }
        if json["classes"] != nil { classes = try ClassifierDescription.classes(json: json) }
    }

    private mutating func takeObjective(_ entry: JSON) throws(NetworkError) {
        guard let text = entry.string else { throw Self.wrong("objective") }
        objective = try ObjectiveDescription(parsing: text)
        let goesWithModel = kind == .vae || objective.suitsPlain
        guard goesWithModel, !objective.drawsSideBySide || hasPosteriorDensity else { throw Self.wrong("objective") }
    }

    /// The prior, and the form of the posterior, where they are not normal.
    private mutating func takeDensities(_ json: JSON) throws(NetworkError) {
        if let entry = json["prior"] {
            guard let text = entry.string else { throw Self.wrong("prior") }
            prior = try PriorDescription(parsing: text)
        }
        if let entry = json["posterior"] {
            guard let text = entry.string else { throw Self.wrong("posterior") }
            posteriorForm = try PosteriorForm(parsing: text)
        }
    }

    private mutating func takeLevels(_ entry: JSON) throws(NetworkError) {
        guard let levels = entry.array, !levels.isEmpty else { throw Self.wrong("levels") }
        for level in levels { upper.append(try UpperLevel(json: level)) }
    }

    /// The entry that says what shape images have.
    static func imageShape(json: JSON) throws(NetworkError) -> [Int] {
        guard let sizes = json["image"]?.array?.compactMap(\.int), (1...3).contains(sizes.count),
            sizes.count == json["image"]?.array?.count,
            sizes.allSatisfy({ (1...LayerWords.largestSize).contains($0) }),
            sizes.reduce(1, *) <= LayerWords.largestSize
        else { throw wrong("image") }
        return sizes
    }

    static func wrong(_ key: String) -> NetworkError {
        NetworkError("'\(key)' is missing or wrong in the model's description")
    }
}
