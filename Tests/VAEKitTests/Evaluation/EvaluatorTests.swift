import Foundation
import TensorStreams
import Testing
import Threads
import VAEKit

@Suite struct EvaluatorTests {
    private static func trained(_ example: TrainingExample) throws -> Autoencoder {
        let run = try example.newRun()
        try run.train(on: LabelledImages(example.images(22)))
        return try #require(run.trainer.model as? Autoencoder)
    }

    private static func part(_ images: TensorBatch, _ range: Range<Int>) -> LabelledImages {
        let size = images.format.bytesPerItem
        return LabelledImages(
            TensorBatch(
                format: images.format, count: range.count,
                bytes: Array(images.bytes[range.lowerBound * size..<range.upperBound * size])))
    }

    /// An item's numbers do not depend on the batch it is in, nor on the threads.
    @Test(arguments: TrainingExample.all) func batchesDoNotShow(example: TrainingExample) throws {
        let model = try Self.trained(example)
        let images = example.images(22)
        let evaluator = Evaluator(model, team: ThreadTeam(threads: 2))
        let whole = evaluator.encode(LabelledImages(images), firstItem: 0, seed: 1)
        let losses = evaluator.losses(LabelledImages(images), firstItem: 0, seed: 1).items
        let pictures = evaluator.decode(whole.sample)
        let (latent, values) = (try #require(model.description.latents.last), images.format.valuesPerItem)
        let other = Evaluator(model, team: ThreadTeam(threads: 1))
        for range in [0..<1, 1..<17, 17..<22] {
            let part = other.encode(Self.part(images, range), firstItem: range.lowerBound, seed: 1)
            let places = range.lowerBound * latent..<range.upperBound * latent
            #expect(part.mean == Array(whole.mean[places]))
            #expect(part.sample == Array(whole.sample[places]))
            #expect(part.logVariance == Array(whole.logVariance[places]))
            #expect(
                other.decode(part.sample)
                    == Array(pictures[range.lowerBound * values..<range.upperBound * values]))
            let partLosses = other.losses(Self.part(images, range), firstItem: range.lowerBound, seed: 1).items
            #expect(partLosses.map(\.loss) == losses[range].map(\.loss))
            #expect(partLosses.map(\.mse) == losses[range].map(\.mse))
        }
    }

    @Test(arguments: TrainingExample.all) func lossesFitTogether(example: TrainingExample) throws {
        let model = try Self.trained(example)
        let images = example.images(22)
        let evaluator = Evaluator(model, team: ThreadTeam(threads: 1))
        let encoding = evaluator.encode(LabelledImages(images), ofLevel: 0, firstItem: 0, seed: 1)
        let pictures = evaluator.decode(encoding.mean, ofLevel: 0)
        let values = images.format.valuesPerItem
        let threshold = model.description.threshold
        for (item, loss) in evaluator.losses(LabelledImages(images), firstItem: 0, seed: 1).items.enumerated() {
            if model.description.objective == .elbo {
                #expect(abs(loss.loss - (loss.recon + Float(model.description.beta) * loss.kl)) < 1e-4)
            }
            let squares = (item * values..<(item + 1) * values).map { place in
                let byte = images.bytes[place]
                let pixel = threshold.map { Int(byte) > $0 ? 1 : 0 } ?? Float(byte) / 255
                return (pictures[place] - pixel) * (pictures[place] - pixel)
            }
            #expect(abs(loss.mse - squares.reduce(0, +) / Float(values)) < 1e-6)
            guard model.description.kind == .vae else {
                #expect(loss.kl == 0)
                continue
            }
            // That of draws has no closed form.
            guard !model.description.weighsDensities else { continue }
            let places = item * model.description.latent..<(item + 1) * model.description.latent
            let divergence = places.map { place -> Float in
                let (mean, logVariance) = (Double(encoding.mean[place]), Double(encoding.logVariance[place]))
                return Float(0.5 * (mean * mean + exp(logVariance) - logVariance - 1))
            }
            #expect(abs(loss.kl - divergence.reduce(0, +)) < 1e-4 * max(1, loss.kl))
        }
    }

    @Test func theSeedDecidesTheSample() throws {
        let example = TrainingExample.all[0]
        let evaluator = Evaluator(try Self.trained(example), team: ThreadTeam(threads: 1))
        let images = example.images(9)
        let first = evaluator.encode(LabelledImages(images), firstItem: 0, seed: 1)
        let again = evaluator.encode(LabelledImages(images), firstItem: 0, seed: 1)
        let other = evaluator.encode(LabelledImages(images), firstItem: 0, seed: 2)
        #expect(first.sample == again.sample)
        #expect(first.sample != other.sample)
        #expect(first.mean == other.mean)
    }

    /// Drawn pixels depend on the seed and the image's number, not on the batch or how often they are measured.
    @Test func drawnPixelsStayTheSame() throws {
        let example = try #require(TrainingExample.all.first { $0.name == "drawn" })
        let evaluator = Evaluator(try Self.trained(example), team: ThreadTeam(threads: 2), redraws: true)
        let images = LabelledImages(example.images(9))
        let losses = evaluator.losses(images, firstItem: 20, seed: 1).items.map(\.loss)
        #expect(
            evaluator.losses(images.items(in: 4..<9), firstItem: 24, seed: 1).items.map(\.loss) == Array(losses[4...]))
        let errors = [1, 2].map { evaluator.losses(images, firstItem: 20, seed: $0).items.map(\.mse) }
        #expect(errors[0] != errors[1])
        let grey = Evaluator(evaluator.model, team: ThreadTeam(threads: 1))
        #expect(grey.losses(images, firstItem: 20, seed: 1).items.map(\.loss) != losses)
    }

    /// A model that scales values says of them what one says whose weights do it, in the units of the data.
    @Test func scalingIsAsIfTheWeightsDidIt() throws {
        var description = ModelDescription(
            imageShape: [3], encoder: try LayerLanguage.parse("dense 5, tanh"),
            decoder: try LayerLanguage.parse("dense 5, tanh, dense 3"))
        (description.recon, description.learnsSigma, description.scale) = (.gaussian, true, ValueScale(.standard))
        let scaled = try Autoencoder(description)
        scaled.initialise(seed: 4)
        let data = TensorBatch(
            format: ItemFormat(type: .f32, shape: [3]),
            floats: testNumbers(60, seed: 5).enumerated().map { [100, 0.01, 3][$0 % 3] * ($1 + 2) })
        try scaled.scaleValues(by: data)
        description.scale = ValueScale.none
        let plain = try Autoencoder(description)
        plain.initialise(seed: 4)
        let scaling = try #require(scaled.scaling)
        Self.takeIn(scaling, plain)
        let evaluators = [scaled, plain].map { Evaluator($0, team: ThreadTeam(threads: 2)) }
        let images = [LabelledImages(data).scaled(by: scaling), LabelledImages(data)]
        let losses = zip(evaluators, images).map { $0.losses($1, firstItem: 0, seed: 1).items }
        let estimates = zip(evaluators, images).map {
            ImportanceWeights($0, draws: 30).logLikelihoods($1, firstItem: 0, seed: 1)
        }
        for item in 0..<data.count {
            let (ours, theirs) = (losses[0][item], losses[1][item])
            #expect(abs(ours.recon - theirs.recon) < 1e-3 && abs(ours.kl - theirs.kl) < 1e-4)
            #expect(abs(ours.elbo - theirs.elbo) < 1e-3 && abs(estimates[0][item] - estimates[1][item]) < 1e-3)
            #expect(abs(ours.mse / theirs.mse - 1) < 1e-3)
        }
        let z = testNumbers(8, seed: 6)
        let pictures = evaluators.map { $0.decode(z) }
        for (ours, theirs) in zip(pictures[0], pictures[1]) {
            #expect(abs(ours - theirs) < 1e-4 * max(0.01, abs(theirs)))
        }
    }

    /// Lets the first and the last layer and the deviations do what a scaling does.
    private static func takeIn(_ scaling: ValueScaling, _ model: Autoencoder) {
        func change(_ name: String, _ body: ([Float]) -> [Float]) {
            for parameter in model.parameterList where parameter.name == name {
                model.setValues(body(model.values(of: parameter)), of: parameter)
            }
        }
        var shift = [Float](repeating: 0, count: 5)
        change("encoder.0.weight") { weights in
            weights.enumerated().map { place, weight in
                let scaled = weight / scaling.factors[place % 3]
                shift[place / 3] -= scaled * scaling.offsets[place % 3]
                return scaled
            }
        }
        change("encoder.0.bias") { zip($0, shift).map { $0 + $1 } }
        change("decoder.2.weight") { $0.enumerated().map { $1 * scaling.factors[$0 / 5] } }
        change("decoder.2.bias") { $0.enumerated().map { $1 * scaling.factors[$0] + scaling.offsets[$0] } }
        // What is learnt of log σ is log σ itself, but for what keeps that above −6.
        change("likelihood.log_sigma") { _ in
            scaling.factors.map { factor in
                let target = log(Double(factor)) + Double(LearntSpread.logDeviation(0))
                return Float(log(exp(target + 6) - 1) - 6)
            }
        }
    }

    /// Of counts the encoder sees logarithms, and where those move is what a contraction is of, as in training.
    @Test func contractionIsWhereTheEncoderSeesTheImage() throws {
        var description = ModelDescription(
            imageShape: [2], encoder: try LayerLanguage.parse("dense 4, tanh"),
            decoder: try LayerLanguage.parse("dense 2"))
        (description.recon, description.kind) = (.poisson, .ae)
        description.objective = try ObjectiveDescription(parsing: "contractive step 0.001")
        let model = try Autoencoder(description)
        model.initialise(seed: 4)
        let counts = LabelledImages(
            TensorBatch(
                format: ItemFormat(type: .f32, shape: [2]), floats: (0..<400).map { Float($0 % 2 == 0 ? 40 : 0) }))
        var settings = TrainingSettings()
        settings.batch = 200
        let trainer = model.trainer(settings, team: ThreadTeam(threads: 1))
        let trained = trainer.lossAndGradients(counts, at: TrainingMoment(step: 1, rate: 0)).loss.mean
        let measured = Evaluator(model, team: ThreadTeam(threads: 1)).loss(of: DealtImages(counts), seed: 1)().mean
        let (first, second) = (try #require(trained["contraction"]), try #require(measured["contraction"]))
        #expect(first > 0 && abs(second / first - 1) < 0.3)
    }

    /// The constants that a sum of squares leaves out are those of a density in the units of the data.
    @Test func squaresHaveABoundInTheUnitsOfTheData() throws {
        var description = ModelDescription(
            imageShape: [3], encoder: [], decoder: try LayerLanguage.parse("dense 3"))
        (description.recon, description.scale) = (.mse, ValueScale(.minmax, isOverAll: true))
        let model = try Autoencoder(description)
        model.initialise(seed: 4)
        let data = TensorBatch(format: ItemFormat(type: .f64, shape: [3]), floats: [1, 5, 3, 11, 2, 7])
        try model.scaleValues(by: data)
        let scaling = try #require(model.scaling)
        #expect(scaling.offsets == [1] && scaling.factors == [10])
        let evaluator = Evaluator(model, team: ThreadTeam(threads: 1))
        let loss = evaluator.losses(LabelledImages(data).scaled(by: scaling), firstItem: 0, seed: 1).items[0]
        #expect(abs(loss.elbo + Double(loss.recon + loss.kl) + 1.5 * log(Double.pi) + 3 * log(10)) < 1e-5)
    }

    @Test func aPlainAutoencoderHasNoSpread() throws {
        let example = TrainingExample.all[3]
        let evaluator = Evaluator(try Self.trained(example), team: ThreadTeam(threads: 1))
        let encoding = evaluator.encode(LabelledImages(example.images(3)), firstItem: 0, seed: 1)
        #expect(encoding.sample == encoding.mean)
        #expect(encoding.logVariance.allSatisfy { $0 == -.infinity })
    }
}
