import TensorStreams
import Testing
import VAEKit

@Suite struct PosteriorFormTests {
    @Test(arguments: [("normal", "normal"), (" flow  planar 4 ", "flow planar 4")])
    func isReadAndSpelt(text: String, spelt: String) throws {
        #expect(try PosteriorForm(parsing: text).description == spelt)
    }

    @Test(arguments: [
        ("", "a posterior is missing, such as 'flow planar 4'"),
        ("tent", "'tent': no posterior is called 'tent'; there are normal, flow"),
        ("flow", "'flow': it does not say how many flows, as in 'flow planar 4'"),
        ("flow planar 0", "'flow planar 0': planar must be a whole number from 1 to 1024, not '0'"),
        ("normal 2", "'normal 2': '2' is not expected there"),
    ]) func saysWhatIsWrong(text: String, message: String) {
        let error = #expect(throws: NetworkError.self) { try PosteriorForm(parsing: text) }
        #expect(error?.description == message)
    }

    private static func description(_ posterior: String) throws -> ModelDescription {
        var description = ModelDescription(
            imageShape: [3, 4], encoder: try LayerLanguage.parse("dense 6, tanh"),
            decoder: try LayerLanguage.parse("dense 12"))
        description.posteriorForm = try PosteriorForm(parsing: posterior)
        return description
    }

    /// A model without one is written as it always was; one with it has the heads that tell it.
    @Test func isInTheDescriptionAndTheModel() throws {
        let description = try Self.description("flow planar 2")
        #expect(description.json["posterior"]?.string == "flow planar 2")
        #expect(try ModelDescription(json: description.json) == description)
        #expect(try Self.description("normal").json["posterior"] == nil)
        let own = try Autoencoder(description).parameterList.filter { $0.name.hasPrefix("flow.1") }
        #expect(
            own.map { "\($0.name) \($0.shape)" } == [
                "flow.1.u.weight [2, 6]", "flow.1.u.bias [2]", "flow.1.w.weight [2, 6]", "flow.1.w.bias [2]",
                "flow.1.b.weight [1, 6]", "flow.1.b.bias [1]",
            ])
    }

    @Test func refusesWhatDoesNotGoTogether() throws {
        func problem(_ change: (inout ModelDescription) throws -> Void) throws -> String? {
            var description = try Self.description("flow planar 2")
            try change(&description)
            return #expect(throws: NetworkError.self) { try Autoencoder(description) }?.description
        }
        #expect(try problem { $0.kind = .ae }?.contains("--model ae") == true)
        #expect(try problem { $0.heads = .tanh }?.contains("--heads logvar") == true)
        #expect(try problem { $0.prior = .vamp(3) }?.contains("vamp 3 needs densities") == true)
        for gradient in ["stl", "dreg"] {
            let objective = try ObjectiveDescription(parsing: "iwae gradient \(gradient)")
            #expect(try problem { $0.objective = objective }?.contains("take gradient standard") == true)
        }
        let upper = UpperLevel(
            latent: 2, encoder: try LayerLanguage.parse("dense 3"), decoder: try LayerLanguage.parse("dense 3"))
        #expect(try problem { $0.upper = [upper] }?.contains("one level of latents") == true)
    }
}
