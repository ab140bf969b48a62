import Testing
import VAEKit

/// What holds of the loss of several draws, and of its gradients, whatever the model: what they are in the mean, and how much
/// they scatter.
struct DrawnLossExpectations {
    /// A model of an objective, with the weights of another or, where that is nil, with some that it has learnt.
    let model: (_ objective: String, _ weightsOf: Autoencoder?) throws -> Autoencoder

    private func scatter(_ objective: String, weightsOf other: Autoencoder, seed: Int) throws -> GradientScatter {
        GradientScatter(try model(objective, other), seed: seed)
    }

    /// DReG has the mean of the loss's own gradient, and of the three the least variance; STL has another mean, as its authors'
    /// estimator is not for several draws that share their weights (Tucker et al. 2019).
    func standardAndDRegAgreeInTheMeanAndDRegScattersLeast() throws {
        let model = try model("elbo", nil)
        let standard = try scatter("iwae samples 6 gradient standard", weightsOf: model, seed: 0).encoder
        let stl = try scatter("iwae samples 6 gradient stl", weightsOf: model, seed: 1).encoder
        let dreg = try scatter("iwae samples 6 gradient dreg", weightsOf: model, seed: 2).encoder
        #expect(standard.distance(from: dreg) < 3)
        #expect(dreg.variance < stl.variance && dreg.variance < standard.variance)
        #expect(standard.distance(from: stl) > 10)
    }

    /// With one draw all three have the mean of the plain bound's gradient, and the loss is that bound with a sampled
    /// divergence.
    func oneDrawIsThePlainBound(gradient: String) throws {
        let model = try model("elbo", nil)
        let plain = try scatter("elbo", weightsOf: model, seed: 0)
        let one = try scatter("iwae samples 1 gradient \(gradient)", weightsOf: model, seed: 1)
        #expect(plain.encoder.distance(from: one.encoder) < 3)
        #expect(plain.loss.distance(from: one.loss) < 9)
    }

    /// Several draws of the plain bound change nothing in the mean, and scatter less.
    func severalDrawsOfThePlainBoundScatterLess() throws {
        let model = try model("elbo", nil)
        let one = try scatter("elbo", weightsOf: model, seed: 0)
        let several = try scatter("elbo samples 8", weightsOf: model, seed: 1)
        #expect(one.encoder.distance(from: several.encoder) < 3)
        #expect(several.encoder.variance < one.encoder.variance / 5)
        #expect(one.loss.distance(from: several.loss) < 9)
    }

    /// Burda et al. 2015, theorem 1.
    func theBoundRisesWithTheDraws() throws {
        let model = try model("elbo", nil)
        let losses = try [1, 3, 10, 40].map {
            try scatter("iwae samples \($0)", weightsOf: model, seed: $0).loss.means[0]
        }
        #expect(zip(losses, losses.dropFirst()).allSatisfy(>))
    }

    /// What p is made by has the same gradient whatever q's, and all of them come alike from any number of threads.
    ///
    /// - Parameter others: parameters of q, which have another gradient with each.
    func theGradientOfPIsTheSame(others: [String]) throws {
        let model = try model("elbo", nil)
        let results = try ["standard", "stl", "dreg"].map { gradient in
            let results = try [1, 3].map { threads in
                let trainer = GradientScatter.trainer(
                    of: try self.model("iwae samples 7 gradient \(gradient)", model), threads: threads)
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
            for name in others { #expect(result.gradients[name] != results[0].gradients[name]) }
        }
    }
}
