import TensorStreams
import Testing
import VAEKit

@Suite struct PriorDescriptionTests {
    @Test(arguments: [
        ("normal", "normal"), ("vamp 500", "vamp 500"), (" mixture  7 ", "mixture 7"),
        ("flow", "flow couplings 4 hidden 100"), ("flow hidden 8 couplings 2", "flow couplings 2 hidden 8"),
    ]) func isReadAndSpelt(text: String, spelt: String) throws {
        let prior = try PriorDescription(parsing: text)
        #expect(prior.description == spelt)
        #expect(try PriorDescription(parsing: spelt) == prior)
    }

    @Test(arguments: [
        ("", "a prior is missing, such as 'vamp 500'"),
        ("vampire", "'vampire': no prior is called 'vampire'; there are normal, vamp, mixture, flow"),
        ("vamp", "'vamp': it does not say how many pseudo-inputs"),
        ("mixture 0", "'mixture 0': '0' must be a whole number from 1 to 10000"),
        ("mixture 2 3", "'mixture 2 3': '3' is not expected there"),
        ("flow couplings", "'flow couplings': couplings must be a whole number from 1 to 64, not ''"),
        ("normal 1", "'normal 1': '1' is not expected there"),
    ]) func saysWhatIsWrong(text: String, message: String) {
        let error = #expect(throws: NetworkError.self) { try PriorDescription(parsing: text) }
        #expect(error?.description == message)
    }

    private static func description(_ prior: String, encoder: String = "dense 6, tanh") throws -> ModelDescription {
        var description = ModelDescription(
            imageShape: [3, 4], encoder: try LayerLanguage.parse(encoder), decoder: try LayerLanguage.parse("dense 12"))
        description.prior = try PriorDescription(parsing: prior)
        return description
    }

    /// A model without one is written as it always was.
    @Test func isInTheDescription() throws {
        for prior in ["vamp 3", "mixture 4", "flow couplings 2 hidden 5"] {
            let description = try Self.description(prior)
            #expect(description.json["prior"]?.string == prior)
            #expect(try ModelDescription(json: description.json) == description)
        }
        #expect(try Self.description("normal").json["prior"] == nil)
        var object = try #require(try Self.description("vamp 2").json.object)
        object["prior"] = .integer(3)
        #expect(throws: NetworkError.self) { try ModelDescription(json: .object(object)) }
    }

    /// What a model's parameters are called, and how they look in PyTorch.
    @Test(arguments: [
        ("vamp 3", ["prior.inputs [3, 1, 3, 4]"]),
        ("mixture 5", ["prior.mean [5, 2]", "prior.logvar [5, 2]", "prior.logits [5]"]),
        (
            "flow couplings 1 hidden 9",
            [
                "prior.0.0.weight [9, 1]", "prior.0.0.bias [9]", "prior.0.2.weight [9, 9]", "prior.0.2.bias [9]",
                "prior.0.scale.weight [1, 9]", "prior.0.scale.bias [1]", "prior.0.shift.weight [1, 9]",
                "prior.0.shift.bias [1]",
            ]
        ),
    ]) func hasItsParametersInTheModel(prior: String, names: [String]) throws {
        let model = try Autoencoder(try Self.description(prior))
        let own = model.parameterList.filter { $0.name.hasPrefix("prior") }
        #expect(own.map { "\($0.name) \($0.shape)" } == names)
        for (number, parameter) in own.enumerated() {
            let numbers = testNumbers(parameter.count, seed: UInt64(number))
            model.setValues(numbers, of: parameter)
            #expect(model.values(of: parameter) == numbers)
        }
    }

    @Test func refusesWhatDoesNotGoTogether() throws {
        func problem(_ prior: String, _ change: (inout ModelDescription) throws -> Void) throws -> String? {
            var description = try Self.description(prior)
            try change(&description)
            return #expect(throws: NetworkError.self) { try Autoencoder(description) }?.description
        }
        #expect(try problem("vamp 2") { $0.kind = .ae }?.contains("--model ae") == true)
        #expect(try problem("flow") { ($0.noise, $0.latent) = (.shared, 3) }?.contains("--noise independent") == true)
        #expect(try problem("flow") { $0.latent = 1 }?.contains("latents of two") == true)
        #expect(try problem("vamp 2") { $0.classes = 3 }?.contains("--labels") == true)
        let objective = try ObjectiveDescription(parsing: "mmd")
        #expect(try problem("mixture 2") { $0.objective = objective }?.contains("elbo or iwae") == true)
        let split = try ObjectiveDescription(parsing: "iwae samples 4 groups 2 grouped encoder")
        #expect(try problem("mixture 2") { $0.objective = split }?.contains("the same bound") == true)
        let layers = try LayerLanguage.parse("dense 6, batchnorm, tanh")
        #expect(try problem("vamp 2") { $0.encoder = layers }?.contains("batch normalisation") == true)
    }
}
