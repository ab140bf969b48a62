import TensorStreams
import Testing
import Threads
import VAEKit

/// The gradient of every parameter against central differences of the loss.
@Suite struct GradientTests {
    /// A model small enough to differentiate number by number.
    struct Example: CustomTestStringConvertible, Sendable {
        var name: String
        var model: ModelDescription
        var testDescription: String { name }
    }

    private static func model(_ shape: [Int], _ encoder: String, _ decoder: String) -> ModelDescription {
        do {
            return ModelDescription(
                imageShape: shape, encoder: try LayerLanguage.parse(encoder), decoder: try LayerLanguage.parse(decoder))
        } catch {
            return ModelDescription(imageShape: shape, encoder: [], decoder: [])
        }
    }

    static let examples: [Example] = {
        var examples: [Example] = []
        for activation in ["relu", "leaky 0.1", "tanh", "sigmoid", "elu", "silu", "gelu"] {
            let dense = model([3, 5], "dense 7, \(activation)", "dense 18, \(activation), dense 15")
            examples.append(Example(name: "dense \(activation)", model: dense))
        }
        let convolutions = model(
            [7, 6, 2], "conv 5 stride 2, tanh, conv 3 kernel 2 padding 0, elu, flatten",
            "dense 24, unflatten 2 4 3, convt 18 stride 2 output-padding 0, tanh, conv 2 kernel 2 stride 1 padding 0, "
                + "convt 2 kernel 2 padding 0")
        var square = convolutions
        square.imageShape = [7, 5, 2]
        square.recon = .mse
        examples.append(Example(name: "convolutions", model: square))
        var normal = model(
            [4, 4, 2], "conv 17 stride 2, batchnorm, silu, flatten, dense 6, batchnorm, tanh",
            "dense 8, batchnorm, unflatten 2 2 2, convt 2 stride 2 output-padding 1")
        normal.recon = .gaussian
        normal.sigma = 0.7
        examples.append(Example(name: "batch normalisation", model: normal))
        let maps = model(
            [4, 4, 2], "conv 3, flatten, batchnorm", "dense 12, unflatten 3 2 2, batchnorm, flatten, dense 32")
        examples.append(
            Example(name: "batch normalisation of a vector as a map, and of a map as a vector", model: maps))
        for heads in PosteriorHeads.allCases {
            for noise in ModelDescription.Noise.allCases {
                var example = model([4, 3], "dense 6, tanh", "dense 12")
                (example.heads, example.noise, example.latent) = (heads, noise, 3)
                examples.append(Example(name: "heads \(heads) noise \(noise)", model: example))
            }
        }
        var plain = model([4, 3], "dense 6, tanh", "dense 12, tanh")
        plain.kind = .ae
        examples.append(Example(name: "plain autoencoder, last layer an activation", model: plain))
        var contractive = model(
            [4, 4], "conv 3 stride 2, batchnorm, silu, dropout 0.3, flatten, dense 6, batchnorm, tanh", "dense 16")
        (contractive.kind, contractive.classes) = (.ae, 3)
        if let objective = try? ObjectiveDescription(parsing: "contractive step 0.3") {
            contractive.objective = objective
        }
        examples.append(Example(name: "contractive autoencoder", model: contractive))
        return examples + branched + objectives + conditional + severalDraws + chains + densities + regularised
            + numbers
    }()

    /// Layers that are made of others, or look at more than one value.
    private static let branched: [Example] = [
        (
            "residual [conv 4, groupnorm 2, silu, conv 4 stride 2], concat [conv 2] [avgpool 3 stride 1, upsample 3], "
                + "flatten, layernorm, dense 5",
            "dense 18, layernorm, unflatten 2 3 3, residual [tanh, conv 2], upsample 2, conv 1"
        ),
        (
            "conv 4, maxpool 2, residual [groupnorm 1, attention heads 2], dropout 0.3, flatten, gated 6",
            "gated 7, residual [dense 5, gelu, dense 7], concat [] [dense 3, tanh], dropout, dense 36, unflatten 4 3 3, shuffle 2"
        ),
    ].map { encoder, decoder in
        Example(name: encoder, model: model([6, 6], encoder, decoder))
    }

    /// Told the class of each item: behind a vector, and behind the channels of a map.
    private static let conditional: [Example] = ["dense 6, tanh", "conv 4 stride 2, tanh, flatten"].map { encoder in
        var example = model([4, 3, 2], encoder, "dense 6, tanh, dense 24")
        (example.classes, example.latent) = (3, 2)
        return Example(name: "told classes, \(encoder)", model: example)
    }

    /// Several latents of each image; the gradients that are those of the loss.
    private static let severalDraws: [Example] = ["elbo samples 4", "iwae samples 4", "iwae samples 1"].flatMap {
        text in
        PosteriorHeads.allCases.flatMap { heads in
            conditional.map { told in
                var example = told
                example.model.heads = heads
                if let objective = try? ObjectiveDescription(parsing: text) { example.model.objective = objective }
                example.name = "\(text), heads \(heads), \(told.name)"
                return example
            }
        }
    }

    /// Several levels of latents, inferred from below or as a ladder, with layers that look at the whole batch.
    private static let chains: [Example] = Inference.allCases.flatMap { inference in
        ["elbo", "elbo samples 3", "iwae samples 4"].flatMap { text in
            [1, 2].compactMap { upper in
                var example = model(
                    [4, 3, 2], "conv 3 stride 2, batchnorm, silu, flatten, dense 6, tanh", "dense 7, tanh, dense 24")
                (example.latent, example.inference, example.classes) = (3, inference, 2)
                do {
                    example.objective = try ObjectiveDescription(parsing: text)
                    example.upper = try ["dense 5, batchnorm, tanh", "dense 4, tanh"].prefix(upper).enumerated().map {
                        UpperLevel(
                            latent: 4 - $0, encoder: try LayerLanguage.parse($1),
                            decoder: try LayerLanguage.parse("dense 6, leaky 0.3"))
                    }
                } catch { return nil }
                return Example(name: "\(inference) chain of \(upper + 1), \(text)", model: example)
            }
        }
    }

    /// Priors that are learnt and posteriors with a flow, of one level of latents and of two.
    private static let densities: [Example] = [
        ("vamp 3", "normal", 0, "elbo"), ("vamp 17", "normal", 0, "iwae samples 3"), ("mixture 4", "normal", 0, "elbo"),
        ("mixture 3", "normal", 1, "iwae samples 3"), ("flow couplings 3 hidden 5", "normal", 0, "elbo samples 2"),
        ("flow couplings 2 hidden 5", "normal", 1, "elbo"), ("normal", "flow planar 2", 0, "elbo"),
        ("mixture 2", "flow planar 1", 0, "iwae samples 4"),
    ].compactMap { prior, posterior, upper, objective in
        var example = model([4, 3, 2], "conv 3 stride 2, silu, flatten, dense 6, tanh", "dense 7, tanh, dense 24")
        example.latent = 3
        do {
            example.objective = try ObjectiveDescription(parsing: objective)
            example.prior = try PriorDescription(parsing: prior)
            example.posteriorForm = try PosteriorForm(parsing: posterior)
            example.upper = try (0..<upper).map { _ in
                UpperLevel(
                    latent: 2, encoder: try LayerLanguage.parse("dense 5, tanh"),
                    decoder: try LayerLanguage.parse("dense 6, tanh"))
            }
        } catch { return nil }
        return Example(name: "prior \(prior), posterior \(posterior), \(upper) above, \(objective)", model: example)
    }

    /// What the loss asks of the latents, with either kind of heads.
    private static let objectives: [Example] = [
        "mmd weight 3", "mmd kernel rbf weight 20", "tc", "tc sampling stratified mi 0.5", "dip",
        "dip of samples off-diagonal 2 diagonal 3", "capacity 3 epochs 0", "capacity 0.01 epochs 0", "free-bits 0.2",
        "sparse 0.3", "swd slices 5 weight 4", "contractive weight 0.5 step 0.3",
        "factor gamma 3 hidden 6 layers 2", "wae-gan weight 4 hidden 6 layers 2",
    ].flatMap { text in
        PosteriorHeads.allCases.map { heads in
            var example = model([4, 3], "dense 6, tanh", "dense 12")
            (example.heads, example.latent, example.setSize) = (heads, 3, 40)
            if let objective = try? ObjectiveDescription(parsing: text) { example.objective = objective }
            return Example(name: "\(text), heads \(heads)", model: example)
        }
    }

    /// What is asked of the decoder, also of one that is told classes and normalises.
    private static let regularised: [Example] = [
        "rae", "rae z 0.3 l2 0.2", "rae gp 0.5 step 0.3", "rae l2 0.1 gp 2 step 0.1",
    ]
    .flatMap { text in
        conditional.map { told in
            var example = told
            example.model.kind = .ae
            if let objective = try? ObjectiveDescription(parsing: text) { example.model.objective = objective }
            example.name = "\(text), \(told.name)"
            return example
        }
    }

    /// Of values that are no pixels, and with deviations that are learnt.
    private static let numbers: [Example] = [
        ("elbo", ModelDescription.Recon.gaussian, true, ValueScale(.standard)),
        ("iwae samples 3", .gaussian, true, .none),
        ("elbo samples 2", .gaussian, true, nil), ("tc", .mse, false, ValueScale(.minmax, isOverAll: true)),
        ("rae gp 0.5 step 0.3", .gaussian, true, .none), ("elbo", .poisson, false, nil),
        ("elbo", .negativeBinomial, false, nil), ("iwae samples 3", .negativeBinomial, false, nil),
        ("contractive step 0.3", .negativeBinomial, false, nil),
    ].compactMap { text, recon, learns, scale in
        var example = model([3, 3, 2], "conv 4 stride 2, tanh, flatten", "dense 7, tanh, dense 18")
        (example.recon, example.learnsSigma, example.scale, example.setSize) = (recon, learns, scale, 40)
        example.latent = 3
        guard let objective = try? ObjectiveDescription(parsing: text) else { return nil }
        example.objective = objective
        if ["rae", "contractive"].contains(where: { text.hasPrefix($0) }) { example.kind = .ae }
        return Example(name: "\(text), \(recon), scale \(scale.map { "\($0)" } ?? "of pixels")", model: example)
    }

    @Test(arguments: examples) func gradientsAgreeWithDifferences(_ example: Example) throws {
        let model = try Autoencoder(example.model)
        model.initialise(seed: 3)
        var settings = TrainingSettings()
        settings.batch = 5
        let trainer = model.trainer(settings, team: ThreadTeam(threads: 2))
        let labels = [2, 0, 1, 1, 0].map { $0 % (example.model.classes ?? 3) }
        let images = LabelledImages(
            Self.images(5, example.model.imageShape, areCounts: example.model.items == .counts), labels: labels)
        let moment = TrainingMoment(step: 1, rate: 0, warmup: 0.7)
        let gradients = trainer.lossAndGradients(images, at: moment).gradients
        for parameter in model.parameterList {
            let gradient = try #require(gradients[parameter.name])
            let values = model.values(of: parameter)
            for index in Self.sample(parameter.count) {
                func slope(_ step: Float) -> Double {
                    let sides = [step, -step].map { change in
                        var changed = values
                        changed[index] += change
                        model.setValues(changed, of: parameter)
                        let loss = trainer.lossAndGradients(images, at: moment).loss.mean
                        return loss.loss
                    }
                    return (sides[0] - sides[1]) / Double(2 * step)
                }
                // Two step sizes cancel the cubic term; where a kink of an activation lies within the longer steps,
                // shorter ones, whose differences the rounding of floats blurs, decide.
                let differences = [0.01, 0.003, 0.001].map { (4 * slope($0) - slope(2 * $0)) / 3 }
                model.setValues(values, of: parameter)
                let agrees = zip(differences, [2e-3, 6e-3, 2e-2]).contains { difference, tolerance in
                    abs(Double(gradient[index]) - difference) < tolerance * max(1, abs(difference))
                }
                #expect(agrees, "\(parameter.name)[\(index)]: \(gradient[index]) against \(differences)" as Comment)
            }
        }
    }

    private static func images(_ count: Int, _ shape: [Int], areCounts: Bool = false) -> TensorBatch {
        var random = RandomSource(seed: 9)
        let format = ItemFormat(type: .f32, shape: shape)
        return TensorBatch(
            format: format,
            floats: (0..<count * format.valuesPerItem).map { _ in
                let number = random.uniform()
                return areCounts ? (7 * number * number).rounded() : number
            })
    }

    /// All places of a small parameter, some of a large one.
    private static func sample(_ count: Int) -> [Int] {
        count <= 24 ? Array(0..<count) : stride(from: 0, to: count, by: count / 20).map { $0 }
    }
}
