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

    private static func scatter(_ objective: String, weightsOf model: Autoencoder, seed: Int) throws -> GradientScatter
    {
        GradientScatter(try Self.model(objective, weightsOf: model), seed: seed)
    }

    /// DReG has the mean of the loss's own gradient, and of the three the least variance; STL has another mean, as its authors'
    /// estimator is not for several draws that share their weights.
    @Test func standardAndDRegAgreeInTheMeanAndDRegScattersLeast() throws {
        let model = try Self.model("elbo")
        let standard = try Self.scatter("iwae samples 6 gradient standard", weightsOf: model, seed: 0).encoder
        let stl = try Self.scatter("iwae samples 6 gradient stl", weightsOf: model, seed: 1).encoder
        let dreg = try Self.scatter("iwae samples 6 gradient dreg", weightsOf: model, seed: 2).encoder
        #expect(standard.distance(from: dreg) < 3)
        #expect(dreg.variance < stl.variance && dreg.variance < standard.variance)
        #expect(standard.distance(from: stl) > 10)
    }

    /// With one draw all three have the mean of the plain bound's gradient, and the loss is that bound with a sampled
    /// divergence.
    @Test(arguments: ["standard", "stl", "dreg"]) func oneDrawIsThePlainBound(gradient: String) throws {
        let model = try Self.model("elbo")
        let plain = try Self.scatter("elbo", weightsOf: model, seed: 0)
        let one = try Self.scatter("iwae samples 1 gradient \(gradient)", weightsOf: model, seed: 1)
        #expect(plain.encoder.distance(from: one.encoder) < 3)
        #expect(plain.loss.distance(from: one.loss) < 9)
    }

    /// Several draws of the plain bound change nothing in the mean, and scatter less.
    @Test func severalDrawsOfThePlainBoundScatterLess() throws {
        let model = try Self.model("elbo")
        let one = try Self.scatter("elbo", weightsOf: model, seed: 0)
        let several = try Self.scatter("elbo samples 8", weightsOf: model, seed: 1)
        #expect(one.encoder.distance(from: several.encoder) < 3)
        #expect(several.encoder.variance < one.encoder.variance / 5)
        #expect(one.loss.distance(from: several.loss) < 9)
    }

    /// Burda et al. 2015, theorem 1.
    @Test func theBoundRisesWithTheDraws() throws {
        let model = try Self.model("elbo")
        let losses = try [1, 3, 10, 40].map {
            try Self.scatter("iwae samples \($0)", weightsOf: model, seed: $0).loss.means[0]
        }
        #expect(zip(losses, losses.dropFirst()).allSatisfy(>))
    }

    /// The decoder has the same gradient whatever the encoder's, and all of them come alike from any number of threads.
    @Test func theDecodersGradientIsTheSame() throws {
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
            for (name, gradient) in result.gradients where name.hasPrefix("decoder") {
                #expect(gradient == results[0].gradients[name])
            }
            #expect(result.gradients["mean.weight"] != results[0].gradients["mean.weight"])
        }
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
