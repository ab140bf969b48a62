import TensorStreams
import Testing
import VAEKit

@Suite struct ModelDescriptionTests {
    @Test func readsBack() throws {
        for preset in Preset.allCases {
            let model = try preset.model(imageShape: [28, 28])
            let text = model.json.text()
            #expect(try ModelDescription(json: try JSON(parsing: text)) == model)
        }
    }

    @Test func readsBackEverySetting() throws {
        for kind in ModelDescription.Kind.allCases {
            for recon in ModelDescription.Recon.allCases {
                for threshold in [nil, 0, 255] {
                    var model = ModelDescription(
                        imageShape: [4, 5, 3], encoder: [.dense(outputs: 3)], decoder: [.dense(outputs: 60)])
                    (model.kind, model.recon, model.threshold) = (kind, recon, threshold)
                    (model.beta, model.latent) = (0.1, 17)
                    if recon == .gaussian { model.sigma = 1 / 3 }
                    #expect(try ModelDescription(json: try JSON(parsing: model.json.text())) == model)
                }
            }
        }
    }

    @Test(arguments: ["none", "standard", "standard all", "minmax", "minmax all"])
    func readsBackHowValuesAreScaled(scale: String) throws {
        var model = ModelDescription(
            imageShape: [20], encoder: [.dense(outputs: 3)], decoder: [.dense(outputs: 20)])
        (model.scale, model.recon, model.learnsSigma) = (try ValueScale(parsing: scale), .gaussian, true)
        #expect(model.items == .numbers && model.problemOfValues == nil)
        #expect(model.json["scale"]?.string == scale && model.json["sigma"]?.string == "learned")
        #expect(try ModelDescription(json: try JSON(parsing: model.json.text())) == model)
    }

    @Test func countsHaveNothingOfPixels() throws {
        var model = ModelDescription(imageShape: [4], encoder: [], decoder: [.dense(outputs: 4)])
        model.recon = .negativeBinomial
        #expect(model.items == .counts && model.problemOfValues == nil)
        #expect(
            try Autoencoder(model).parameterList.contains { $0.name == "likelihood.log_dispersion" && $0.shape == [4] })
        model.scale = ValueScale(.minmax)
        #expect(model.problemOfValues?.hasSuffix("leave out --scale minmax") == true)
        (model.scale, model.threshold) = (nil, 3)
        #expect(model.problemOfValues == "--threshold is of pixels, and --recon negative-binomial is of counts")
    }

    @Test func whatIsOfPixelsDoesNotGoWithOtherValues() throws {
        var model = ModelDescription(imageShape: [4], encoder: [], decoder: [.dense(outputs: 4)])
        model.learnsSigma = true
        #expect(model.problemOfValues == "--sigma learned needs --recon gaussian")
        (model.scale, model.learnsSigma) = (ValueScale.none, false)
        #expect(model.problemOfValues?.contains("--recon bce is: give --recon gaussian or mse") == true)
        (model.recon, model.threshold) = (.mse, 3)
        #expect(model.problemOfValues?.hasPrefix("--threshold is of pixels") == true)
        (model.threshold, model.prior) = (nil, .vamp(3))
        #expect(model.problemOfValues?.hasPrefix("--prior vamp has pixels") == true)
        #expect(throws: NetworkError.self) { try Autoencoder(model) }
    }

    private static let whole: JSON = [
        "image": [4, 5], "model": "vae", "latent": 3, "encoder": "dense 7", "decoder": "dense 20", "heads": "logvar",
        "noise": "independent", "recon": "gaussian", "sigma": 0.5, "beta": 2, "threshold": 100,
    ]

    @Test(arguments: ["image", "model", "latent", "encoder", "decoder", "heads", "noise", "recon", "sigma", "beta"])
    func everyEntryIsNeeded(key: String) throws {
        var object = try #require(Self.whole.object)
        #expect(throws: Never.self) { try ModelDescription(json: .object(object)) }
        object[key] = nil
        let error = #expect(throws: NetworkError.self) { try ModelDescription(json: .object(object)) }
        #expect(error?.description == "'\(key)' is missing or wrong in the model's description")
    }

    /// Nor is an objective that the model has no draws for.
    @Test(arguments: [
        ("ae", "independent", "tc"), ("ae", "independent", "iwae"), ("ae", "independent", "elbo samples 2"),
        ("vae", "shared", "iwae"), ("vae", "shared", "elbo samples 2"), ("vae", "independent", "iwae samples 0"),
    ])
    func objectivesThatDoNotFitAreRefused(kind: String, noise: String, objective: String) throws {
        var object = try #require(Self.whole.object)
        for (key, value) in [("model", kind), ("noise", noise), ("objective", objective)] {
            object[key] = .string(value)
        }
        #expect(throws: NetworkError.self) { try ModelDescription(json: .object(object)) }
        for (key, value) in [("model", "vae"), ("noise", "independent"), ("objective", "iwae samples 7")] {
            object[key] = .string(value)
        }
        #expect(try ModelDescription(json: .object(object)).objective.description == "iwae samples 7 gradient standard")
    }

    private static let wrongValues: [(String, JSON)] = [
        ("image", 28), ("image", []), ("image", [0, 5]), ("image", [4, -5]), ("image", [4, "5"]),
        ("image", [1, 2, 3, 4]),
        ("image", [4, 5.5]), ("image", [1_048_577]), ("image", [1_048_576, 1_048_576, 1_048_576]),
        ("model", "gan"), ("model", 1), ("latent", 0), ("latent", -1), ("latent", 1.5), ("latent", 1_048_577),
        ("latent", "3"), ("encoder", 3), ("heads", "relu"), ("noise", .null), ("recon", "l1"), ("sigma", 0),
        ("sigma", -1), ("sigma", "1"), ("sigma", 1e300), ("beta", -1), ("beta", 1e300), ("beta", "4"),
        ("sigma", "learnt"), ("scale", 1), ("scale", .null),
        ("threshold", 256), ("threshold", -1), ("threshold", 0.5), ("threshold", .null),
    ]

    @Test(arguments: wrongValues.indices) func wrongValuesAreNamed(index: Int) throws {
        let (key, value) = Self.wrongValues[index]
        var object = try #require(Self.whole.object)
        object[key] = value
        let error = #expect(throws: NetworkError.self, "\(key) \(value)") {
            try ModelDescription(json: .object(object))
        }
        #expect(error?.description == "'\(key)' is missing or wrong in the model's description")
    }

    @Test func layersThatAreWrongAreNamed() throws {
        var object = try #require(Self.whole.object)
        object["decoder"] = "dense x"
        let error = #expect(throws: NetworkError.self) { try ModelDescription(json: .object(object)) }
        #expect(error?.description.contains("'dense x'") == true)
    }

    @Test func whatIsNotAnObjectIsRefused() {
        for json: JSON in [.null, [], "model", 3, [:]] {
            #expect(throws: NetworkError.self) { try ModelDescription(json: json) }
        }
    }

    /// A description of two levels, with what stands in the place of some of its entries.
    private static func levels(_ changes: [String: JSON?] = [:]) throws -> JSON {
        var object = try #require(whole.object)
        object["levels"] = [["latent": 2, "encoder": "dense 4, tanh", "decoder": "dense 5"]]
        object["inference"] = "bottom-up"
        for (key, value) in changes { object[key] = value }
        return .object(object)
    }

    @Test(arguments: ["bottom-up", "ladder"]) func levelsReadBack(inference: String) throws {
        let model = try ModelDescription(json: try Self.levels(["inference": .string(inference)]))
        #expect(model.latents == [3, 2] && model.inference.rawValue == inference)
        #expect(model.terms == ["recon", "kl", "kl1", "kl2"])
        #expect(try ModelDescription(json: try JSON(parsing: model.json.text())) == model)
        #expect(try Autoencoder(model).parameterList.contains { $0.name == "levels.2.decoder.logvar.bias" })
    }

    /// One level is written as it was before there were several.
    @Test func oneLevelTellsOfNoOthers() throws {
        let model = try ModelDescription(json: Self.whole)
        #expect(model.json["levels"] == nil && model.json["inference"] == nil)
        #expect(model.latents == [3] && model.terms == ["recon", "kl"])
    }

    @Test(
        arguments: [[], 2, [2], [["latent": 0, "encoder": "dense 4", "decoder": "dense 5"]], [["latent": 2]]] as [JSON])
    func levelsThatAreWrongAreNamed(levels: JSON) throws {
        let error = #expect(throws: NetworkError.self) {
            try ModelDescription(json: try Self.levels(["levels": levels]))
        }
        #expect(error?.description == "'levels' is missing or wrong in the model's description")
    }

    @Test(arguments: [
        ("model", "ae", "variational"), ("heads", "tanh", "heads logvar"), ("noise", "shared", "independent noise"),
        ("objective", "tc", "elbo or iwae"), ("inference", "sideways", "'inference'"),
    ])
    func whatLevelsDoNotGoWithIsRefused(key: String, value: String, problem: String) throws {
        let error = #expect(throws: NetworkError.self) {
            try ModelDescription(json: try Self.levels([key: .string(value)]))
        }
        #expect(error?.description.contains(problem) == true)
    }

    @Test func ladderGradientsAreTheLossesOwn() throws {
        for (gradient, isRefused) in [("standard", false), ("stl", true), ("dreg", true)] {
            let json = try Self.levels(["inference": "ladder", "objective": .string("iwae gradient \(gradient)")])
            #expect(((try? ModelDescription(json: json)) == nil) == isRefused)
        }
    }
}
