import Testing
import Threads
import VAEKit

/// The gradients of the importance weighted bound: what they are in the mean, and how much they scatter.
@Suite struct SeveralDrawsLossTests {
    /// A model that has learnt a little, so that its posteriors differ from the prior.
    private static func model(_ objective: String, weightsOf other: Autoencoder? = nil) throws -> Autoencoder {
        var description = ModelDescription(
            imageShape: [3, 4], encoder: try LayerLanguage.parse("dense 5, tanh"),
            decoder: try LayerLanguage.parse("dense 6, tanh, dense 12"))
        description.objective = try ObjectiveDescription(parsing: objective)
        if let other { return try Autoencoder(description, weightsOf: other) }
        let model = try Autoencoder(description)
        GradientScatter.teach(model)
        return model
    }

    private static var expectations: DrawnLossExpectations { DrawnLossExpectations { try model($0, weightsOf: $1) } }

    @Test func standardAndDRegAgreeInTheMeanAndDRegScattersLeast() throws {
        try Self.expectations.standardAndDRegAgreeInTheMeanAndDRegScattersLeast()
    }

    @Test(arguments: ["standard", "stl", "dreg"]) func oneDrawIsThePlainBound(gradient: String) throws {
        try Self.expectations.oneDrawIsThePlainBound(gradient: gradient)
    }

    @Test func severalDrawsOfThePlainBoundScatterLess() throws {
        try Self.expectations.severalDrawsOfThePlainBoundScatterLess()
    }

    @Test func theBoundRisesWithTheDraws() throws { try Self.expectations.theBoundRisesWithTheDraws() }

    @Test func theGradientOfPIsTheSame() throws {
        try Self.expectations.theGradientOfPIsTheSame(others: ["mean.weight"])
    }

    /// What a model's parameters get of a step's draws: the decoder's, and the encoder's.
    private static func gradients(
        _ objective: String, weightsOf model: Autoencoder
    ) throws -> (loss: Double, decoder: [[Float]], encoder: [[Float]]) {
        let trainer = GradientScatter.trainer(of: try Self.model(objective, weightsOf: model))
        let result = trainer.lossAndGradients(GradientScatter.images, at: TrainingMoment(step: 1, rate: 0))
        func values(_ isDecoder: Bool) -> [[Float]] {
            model.parameterList.map(\.name).filter { $0.hasPrefix("decoder") == isDecoder }.compactMap {
                result.gradients[$0]
            }
        }
        return (result.loss.mean.loss, values(true), values(false))
    }

    private static func areClose(_ one: [[Float]], _ other: [[Float]]) -> Bool {
        zip(one.joined(), other.joined()).allSatisfy { abs($0 - $1) < 1e-5 + 1e-4 * abs($1) }
    }

    /// Rainforth et al. 2018: the decoder follows the bound of all draws, and the encoder that of the groups.
    @Test(arguments: ["standard", "stl", "dreg"]) func theEncoderAloneFollowsItsGroups(gradient: String) throws {
        let model = try Self.model("elbo")
        let whole = try Self.gradients("iwae samples 12 gradient \(gradient)", weightsOf: model)
        let grouped = try Self.gradients("iwae samples 12 gradient \(gradient) groups 4", weightsOf: model)
        let partly = try Self.gradients(
            "iwae samples 12 gradient \(gradient) groups 4 grouped encoder", weightsOf: model)
        #expect(partly.loss == whole.loss && grouped.loss > whole.loss)
        #expect(Self.areClose(partly.decoder, whole.decoder) && !Self.areClose(grouped.decoder, whole.decoder))
        #expect(Self.areClose(partly.encoder, grouped.encoder) && !Self.areClose(grouped.encoder, whole.encoder))
    }

    /// Groups of one draw, and the plain bound in the place of the weights', are one thing; a part of it lies between.
    @Test func groupsOfOneDrawAreThePlainBound() throws {
        let model = try Self.model("elbo")
        let single = try Self.gradients("iwae samples 6 gradient dreg groups 6", weightsOf: model)
        let plain = try Self.gradients("iwae samples 6 gradient dreg plain 1", weightsOf: model)
        let half = try Self.gradients("iwae samples 6 gradient dreg plain 0.5", weightsOf: model)
        let bound = try Self.gradients("iwae samples 6 gradient dreg", weightsOf: model)
        #expect(abs(single.loss - plain.loss) < 1e-9 && abs(half.loss - 0.5 * (plain.loss + bound.loss)) < 1e-9)
        #expect(Self.areClose(single.decoder, plain.decoder) && Self.areClose(single.encoder, plain.encoder))
    }
}
