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

    private static func scatter(_ objective: String, weightsOf model: Autoencoder, seed: Int) throws -> GradientScatter
    {
        let inference = model.description.inference
        return GradientScatter(try Self.model(objective, inference, weightsOf: model), seed: seed)
    }

    /// Tucker et al. 2019, as for one level.
    @Test func standardAndDRegAgreeInTheMeanAndDRegScattersLeast() throws {
        let model = try Self.model("elbo")
        let standard = try Self.scatter("iwae samples 6 gradient standard", weightsOf: model, seed: 0).encoder
        let stl = try Self.scatter("iwae samples 6 gradient stl", weightsOf: model, seed: 1).encoder
        let dreg = try Self.scatter("iwae samples 6 gradient dreg", weightsOf: model, seed: 2).encoder
        #expect(standard.distance(from: dreg) < 3)
        #expect(dreg.variance < stl.variance && dreg.variance < standard.variance)
        #expect(standard.distance(from: stl) > 10)
    }

    /// With one draw all three have the mean of the plain bound's gradient.
    @Test(arguments: ["standard", "stl", "dreg"]) func oneDrawIsThePlainBound(gradient: String) throws {
        let model = try Self.model("elbo")
        let plain = try Self.scatter("elbo", weightsOf: model, seed: 0)
        let one = try Self.scatter("iwae samples 1 gradient \(gradient)", weightsOf: model, seed: 1)
        #expect(plain.encoder.distance(from: one.encoder) < 3)
        #expect(plain.loss.distance(from: one.loss) < 9)
    }

    /// Several draws of the plain bound change nothing in the mean, and scatter less.
    @Test(arguments: Inference.allCases) func severalDrawsOfThePlainBoundScatterLess(inference: Inference) throws {
        let model = try Self.model("elbo", inference)
        let one = try Self.scatter("elbo", weightsOf: model, seed: 0)
        let several = try Self.scatter("elbo samples 8", weightsOf: model, seed: 1)
        #expect(one.encoder.distance(from: several.encoder) < 3)
        #expect(several.encoder.variance < one.encoder.variance / 5)
        #expect(one.loss.distance(from: several.loss) < 9)
    }

    /// Burda et al. 2015, theorem 1.
    @Test(arguments: Inference.allCases) func theBoundRisesWithTheDraws(inference: Inference) throws {
        let model = try Self.model("elbo", inference)
        let losses = try [1, 3, 10, 40].map {
            try Self.scatter("iwae samples \($0)", weightsOf: model, seed: $0).loss.means[0]
        }
        #expect(zip(losses, losses.dropFirst()).allSatisfy(>))
    }

    /// What p is made by has the same gradient whatever q's, and all of them come alike from any number of threads.
    @Test func theGradientOfPIsTheSame() throws {
        let model = try Self.model("elbo")
        let results = try ["standard", "stl", "dreg"].map { gradient in
            let results = try [1, 3].map { threads in
                let trainer = GradientScatter.trainer(
                    of: try Self.model("iwae samples 7 gradient \(gradient)", weightsOf: model), threads: threads)
                return trainer.lossAndGradients(GradientScatter.images, at: TrainingMoment(step: 1, rate: 0))
            }
            #expect(results[0].loss == results[1].loss && results[0].gradients == results[1].gradients)
            return results[0]
        }
        for result in results.dropFirst() {
            #expect(result.loss == results[0].loss)
            for (name, gradient) in result.gradients where name.split(separator: ".").contains("decoder") {
                #expect(gradient == results[0].gradients[name])
            }
            for name in ["mean.weight", "levels.2.mean.weight", "levels.2.encoder.0.weight"] {
                #expect(result.gradients[name] != results[0].gradients[name])
            }
        }
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
