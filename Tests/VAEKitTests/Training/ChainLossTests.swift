import Testing
import Threads
import VAEKit

/// The loss of several levels of latents, and its gradients: what they are in the mean, and how much they scatter.
@Suite struct ChainLossTests {
    private static func model(
        _ objective: String, _ inference: Inference = .bottomUp, weightsOf other: Autoencoder? = nil
    ) throws -> Autoencoder {
        var description = ModelDescription(
            imageShape: [3, 4], encoder: try LayerLanguage.parse("dense 5, tanh"),
            decoder: try LayerLanguage.parse("dense 6, tanh, dense 12"))
        (description.latent, description.inference) = (3, inference)
        description.upper = [
            UpperLevel(
                latent: 2, encoder: try LayerLanguage.parse("dense 5, tanh"),
                decoder: try LayerLanguage.parse("dense 4, tanh"))
        ]
        description.objective = try ObjectiveDescription(parsing: objective)
        if let other { return try Autoencoder(description, weightsOf: other) }
        let model = try Autoencoder(description)
        GradientScatter.teach(model)
        return model
    }

    private static func expectations(_ inference: Inference = .bottomUp) -> DrawnLossExpectations {
        DrawnLossExpectations { try model($0, inference, weightsOf: $1) }
    }

    @Test func standardAndDRegAgreeInTheMeanAndDRegScattersLeast() throws {
        try Self.expectations().standardAndDRegAgreeInTheMeanAndDRegScattersLeast()
    }

    @Test(arguments: ["standard", "stl", "dreg"]) func oneDrawIsThePlainBound(gradient: String) throws {
        try Self.expectations().oneDrawIsThePlainBound(gradient: gradient)
    }

    @Test(arguments: Inference.allCases) func severalDrawsOfThePlainBoundScatterLess(inference: Inference) throws {
        try Self.expectations(inference).severalDrawsOfThePlainBoundScatterLess()
    }

    @Test(arguments: Inference.allCases) func theBoundRisesWithTheDraws(inference: Inference) throws {
        try Self.expectations(inference).theBoundRisesWithTheDraws()
    }

    @Test func theGradientOfPIsTheSame() throws {
        try Self.expectations().theGradientOfPIsTheSame(
            others: ["mean.weight", "levels.2.mean.weight", "levels.2.encoder.0.weight"])
    }

    /// The terms of a level are those of the loss: they add up.
    @Test(arguments: Inference.allCases) func theLevelsAddUp(inference: Inference) throws {
        let trainer = GradientScatter.trainer(of: try Self.model("elbo samples 3", inference))
        let moment = TrainingMoment(step: 1, rate: 0, warmup: 0.5)
        let loss = trainer.lossAndGradients(GradientScatter.images, at: moment).loss.mean
        #expect(loss.names == ["recon", "kl", "kl1", "kl2"])
        let terms = try loss.names.map { try #require(loss[$0]) }
        #expect(abs(terms[1] - terms[2] - terms[3]) < 1e-9)
        #expect(abs(loss.loss - terms[0] - 0.5 * terms[1]) < 1e-9)
    }
}
