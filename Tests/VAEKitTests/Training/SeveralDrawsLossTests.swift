import TensorStreams
import Testing
import Threads
import VAEKit

/// The gradients of the importance weighted bound: what they are in the mean, and how much they scatter.
@Suite struct SeveralDrawsLossTests {
    private static let steps = 3000

    /// A model that has learnt a little, so that its posteriors differ from the prior.
    private static func model(_ objective: String, weightsOf other: Autoencoder? = nil) throws -> Autoencoder {
        var description = ModelDescription(
            imageShape: [3, 4], encoder: try LayerLanguage.parse("dense 5, tanh"),
            decoder: try LayerLanguage.parse("dense 6, tanh, dense 12"))
        description.objective = try ObjectiveDescription(parsing: objective)
        if let other { return try Autoencoder(description, weightsOf: other) }
        let model = try Autoencoder(description)
        model.initialise(.he, seed: 5)
        let trainer = trainer(of: model, rate: 1e-2)
        for step in 1...400 {
            _ = trainer.step(images, items: 0..<images.count, at: TrainingMoment(step: step, rate: 1e-2))
        }
        return model
    }

    private static let images: LabelledImages = {
        let patterns: [[Float]] = [
            [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0],
            [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1], [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0],
        ]
        let format = ItemFormat(type: .f32, shape: [3, 4])
        return LabelledImages(TensorBatch(format: format, floats: patterns.flatMap { $0 }))
    }()

    private static func trainer(of model: Autoencoder, rate: Double = 0, threads: Int = 1) -> Trainer {
        var settings = TrainingSettings()
        settings.batch = images.count
        settings.optimizer.rate = rate
        return model.trainer(settings, team: ThreadTeam(threads: threads))
    }

    /// Means over many steps' noise, and the variances of single steps.
    private struct Scatter {
        var count = 0.0
        var means: [Double] = []
        var squares: [Double] = []

        mutating func add(_ values: [Double]) {
            if means.isEmpty { (means, squares) = (values.map { _ in 0 }, values.map { _ in 0 }) }
            count += 1
            for (place, value) in values.enumerated() {
                let shift = value - means[place]
                means[place] += shift / count
                squares[place] += shift * (value - means[place])
            }
        }

        /// Of all numbers together.
        var variance: Double { squares.reduce(0, +) / (count - 1) }

        /// The squared distance of the means over what it would be by chance: about 1 where the two have one expectation.
        func distance(from other: Scatter) -> Double {
            let square = zip(means, other.means).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            return square / (variance / count + other.variance / other.count)
        }
    }

    /// Of the loss, and of the encoder's gradients.
    private static func scatter(
        _ objective: String, weightsOf model: Autoencoder, seed: Int
    ) throws -> (loss: Scatter, encoder: Scatter) {
        let trainer = trainer(of: try Self.model(objective, weightsOf: model))
        let names = model.parameterList.map(\.name).filter { !$0.hasPrefix("decoder") }
        var (loss, encoder) = (Scatter(), Scatter())
        for step in 1...steps {
            let result = trainer.lossAndGradients(images, at: TrainingMoment(step: step + seed * steps, rate: 0))
            loss.add([result.loss.mean.loss])
            encoder.add(names.flatMap { result.gradients[$0]?.map(Double.init) ?? [] })
        }
        return (loss, encoder)
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
                let trainer = Self.trainer(
                    of: try Self.model("iwae samples 7 gradient \(gradient)", weightsOf: model), threads: threads)
                return trainer.lossAndGradients(Self.images, at: TrainingMoment(step: 1, rate: 0))
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
}
