import Testing
import VAEKit

@Suite struct ParameterGroupsTests {
    @Test(arguments: [
        ("encoder.0.weight", 0.5), ("encoder.4.weight", 0), ("encoder.4.bias", 2), ("encoder.40.bias", 0.5),
        ("encoders.0.bias", 1), ("mean.weight", 1e-3),
    ]) func theLongestBeginningDecides(name: String, factor: Double) throws {
        let groups = try #require(ParameterGroups("encoder.4:0,encoder:0.5,encoder.4.bias:2,mean:1e-3"))
        #expect(groups.factor(of: name) == factor)
        #expect(ParameterGroups.one.factor(of: name) == 1)
    }

    @Test(arguments: [
        "", "encoder", "encoder:", ":1", "encoder:x", "encoder:-1", "encoder:nan", "encoder:1001", "encoder:1,",
        "encoder:1,encoder:2", "encoder:1:2", "encoder=1",
    ]) func isNone(text: String) { #expect(ParameterGroups(text) == nil) }

    @Test func isSpelledAsItWasWritten() throws {
        let text = "decoder.4:0,encoder:0.10"
        let groups = try #require(ParameterGroups(text))
        #expect(groups.description == text && groups != .one)
    }

    @Test func knowsWhatNamesNoParameter() throws {
        let network = try LayerLanguage.parse("dense 3, relu, dense 4")
        let model = try Autoencoder(ModelDescription(imageShape: [2, 2], encoder: network, decoder: network))
        func stray(_ text: String) throws -> String? {
            try #require(ParameterGroups(text)).stray(among: model.parameterList)
        }
        #expect(try stray("encoder:1,mean:2,decoder.2.bias:0") == nil)
        #expect(try stray("encoder:1,encoder.1:2") == "encoder.1")
        #expect(try stray("enc:1") == "enc")
        #expect(throws: NetworkError.self) { try model.require(#require(ParameterGroups("mean.w:1"))) }
    }
}
