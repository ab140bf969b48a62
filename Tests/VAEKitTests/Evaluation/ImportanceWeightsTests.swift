import Foundation
import TensorStreams
import Testing
import Threads
import VAEKit

@Suite struct ImportanceWeightsTests {
    private static func estimates(
        _ model: Autoencoder, _ images: TensorBatch, draws: Int, seed: UInt64 = 0, threads: Int = 1
    ) -> [Double] {
        let weights = ImportanceWeights(Evaluator(model, team: ThreadTeam(threads: threads)), draws: draws)
        return weights.logLikelihoods(LabelledImages(images), firstItem: 0, seed: seed)
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    // MARK: a model whose likelihood has a closed form

    /// x = ½ + A z + σ ε with orthogonal columns in A, as far as the sigmoid is straight: for |A z| < 0.02, to 3e-6 or a
    /// six hundredth of σ. The decoder's weights are 4 A, and the encoder is the true posterior when its deviation is
    /// `spread` = 1 times that one's.
    private struct LinearGaussian {
        static let sigma = 0.002
        static let columns: [[Double]] = [[0.002, 0.002, 0.001, 0], [-0.001, 0.001, 0, 0.003]]

        static func squaredNorm(_ column: [Double]) -> Double { column.reduce(0) { $0 + $1 * $1 } }
        static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

        static func model(spread: Double) throws -> Autoencoder {
            var description = ModelDescription(
                imageShape: [2, 2], encoder: [], decoder: try LayerLanguage.parse("dense 4"))
            (description.recon, description.sigma) = (.gaussian, sigma)
            let model = try Autoencoder(description)
            // The posterior's mean is Aᵀ (x − ½) / (σ² + |a|²) for each column a of A, its variance σ² / (σ² + |a|²).
            let scales = columns.map { sigma * sigma + squaredNorm($0) }
            let rows = zip(columns, scales).map { column, scale in column.map { $0 / scale } }
            let values: [String: [Double]] = [
                "mean.weight": rows.flatMap { $0 }, "mean.bias": rows.map { -0.5 * $0.reduce(0, +) },
                "logvar.bias": scales.map { log(spread * spread * sigma * sigma / $0) },
                "decoder.0.weight": (0..<4).flatMap { row in columns.map { 4 * $0[row] } },
            ]
            for parameter in model.parameterList {
                if let numbers = values[parameter.name] { model.setValues(numbers.map { Float($0) }, of: parameter) }
            }
            return model
        }

        /// Images that are drawn from the model.
        static func images(_ count: Int) -> [[Double]] {
            let source = NoiseSource(seed: 8)
            return (0..<count).map { item in
                let normals = (0..<6).map { Double(source.normal(6 * item + $0)) }
                return (0..<4).map {
                    0.5 + normals[0] * columns[0][$0] + normals[1] * columns[1][$0] + sigma * normals[2 + $0]
                }
            }
        }

        /// log N(x; ½, σ² I + A Aᵀ).
        static func logLikelihood(_ image: [Double]) -> Double {
            let rest = image.map { $0 - 0.5 }
            var (square, volume) = (squaredNorm(rest), 4 * log(2 * .pi * sigma * sigma))
            for column in columns {
                square -= pow(dot(column, rest), 2) / (sigma * sigma + squaredNorm(column))
                volume += log(1 + squaredNorm(column) / (sigma * sigma))
            }
            return -0.5 * (square / (sigma * sigma) + volume)
        }

        static func batch(_ images: [[Double]]) -> TensorBatch {
            TensorBatch(format: ItemFormat(type: .f32, shape: [2, 2]), floats: images.flatMap { $0.map { Float($0) } })
        }
    }

    /// By the true posterior every draw has the same weight, so that one is enough.
    @Test func theTruePosteriorIsExact() throws {
        let images = LinearGaussian.images(64)
        let estimates = Self.estimates(try LinearGaussian.model(spread: 1), LinearGaussian.batch(images), draws: 1)
        for (estimate, image) in zip(estimates, images) {
            #expect(abs(estimate - LinearGaussian.logLikelihood(image)) < 0.02)
        }
    }

    /// By one that is wider or narrower the estimate reaches it with many draws: a weight's standard deviation is about its
    /// mean, so that 40,000 err by 0.005.
    @Test(arguments: [0.8, 1.5]) func manyDrawsReachTheLikelihood(spread: Double) throws {
        let images = LinearGaussian.images(64)
        let estimates = Self.estimates(
            try LinearGaussian.model(spread: spread), LinearGaussian.batch(images), draws: 40_000, threads: 2)
        let errors = zip(estimates, images).map { $0 - LinearGaussian.logLikelihood($1) }
        #expect(errors.allSatisfy { abs($0) < 0.05 })
        #expect(abs(Self.mean(errors)) < 0.005)
    }

    /// Burda et al. 2015, theorem 1.
    @Test func moreDrawsDoNotLowerTheMean() throws {
        let model = try LinearGaussian.model(spread: 2)
        let images = LinearGaussian.batch(LinearGaussian.images(256))
        let means = [1, 2, 5, 20, 100, 1000].map { draws in
            Self.mean((0..<4).flatMap { Self.estimates(model, images, draws: draws, seed: UInt64($0)) })
        }
        #expect(zip(means, means.dropFirst()).allSatisfy(<))
        let exact = Self.mean(LinearGaussian.images(256).map(LinearGaussian.logLikelihood))
        #expect(abs(means[5] - exact) < 0.01)
    }

    // MARK: every likelihood and head, against an integral

    /// A model of one latent, whatever its likelihood, and its log-likelihoods by the trapezium rule.
    private struct OneLatent: Sendable, CustomTestStringConvertible {
        var recon: ModelDescription.Recon
        var heads = PosteriorHeads.logvar
        var noise = ModelDescription.Noise.independent
        /// What the second head puts out.
        var second: Float = 0.5

        var testDescription: String { "\(recon) \(heads) \(second)" }

        static let weights: [Double] = [1.5, -1, 0.5]
        static let images: [[Double]] = [[0, 1, 1], [1, 0, 0], [0.25, 0.5, 0.75]]

        func model() throws -> Autoencoder {
            var description = ModelDescription(
                imageShape: [1, 3], encoder: [], decoder: try LayerLanguage.parse("dense 3"))
            (description.latent, description.recon, description.sigma) = (1, recon, 0.5)
            (description.heads, description.noise) = (heads, noise)
            let model = try Autoencoder(description)
            for parameter in model.parameterList {
                switch parameter.name {
                case "decoder.0.weight": model.setValues(Self.weights.map { Float($0) }, of: parameter)
                case "mean.weight": model.setValues([0.5, -0.5, 0.25], of: parameter)
                case "logvar.bias", "deviation.bias": model.setValues([second], of: parameter)
                default: break
                }
            }
            return model
        }

        private func logDensity(_ pixel: Double, mean: Double) -> Double {
            switch recon {
            case .bce: pixel * log(mean) + (1 - pixel) * log(1 - mean)
            case .mse: -pow(pixel - mean, 2) - 0.5 * log(.pi)
            case .gaussian: -2 * pow(pixel - mean, 2) - 0.5 * log(2 * .pi * 0.25)
            case .poisson, .negativeBinomial: .nan
            }
        }

        func logLikelihood(_ image: [Double]) -> Double {
            let step = 1.0 / 256
            let sum = (-8 * 256...8 * 256).reduce(0.0) { sum, place in
                let z = Double(place) * step
                let seen = zip(image, Self.weights).reduce(0.0) {
                    $0 + logDensity($1.0, mean: 1 / (1 + exp(-$1.1 * z)))
                }
                return sum + exp(seen - 0.5 * z * z)
            }
            return log(sum * step / (2 * .pi).squareRoot())
        }
    }

    @Test(arguments: [
        OneLatent(recon: .bce), OneLatent(recon: .mse), OneLatent(recon: .gaussian),
        OneLatent(recon: .bce, heads: .tanh, second: 2), OneLatent(recon: .bce, heads: .tanh, second: -2),
        // One coordinate shares its draw with none.
        OneLatent(recon: .gaussian, noise: .shared),
    ]) private func reachesTheIntegral(_ example: OneLatent) throws {
        let images = TensorBatch(
            format: ItemFormat(type: .f32, shape: [1, 3]), floats: OneLatent.images.flatMap { $0.map { Float($0) } })
        let estimates = Self.estimates(try example.model(), images, draws: 40_000)
        for (estimate, image) in zip(estimates, OneLatent.images) {
            #expect(abs(estimate - example.logLikelihood(image)) < 0.03)
        }
    }

    // MARK: what must not matter

    /// An image's estimate does not depend on the batch it is in, nor on the threads.
    @Test(arguments: [1, 7, 300]) func batchesDoNotShow(draws: Int) throws {
        let example = TrainingExample.all[0]
        let model = try #require(try example.newRun().trainer.model as? Autoencoder)
        let images = example.images(22)
        let evaluator = Evaluator(model, team: ThreadTeam(threads: 3))
        let whole = ImportanceWeights(evaluator, draws: draws).logLikelihoods(
            LabelledImages(images), firstItem: 5, seed: 1)
        #expect(whole.count == 22 && Set(whole).count == 22)
        let other = ImportanceWeights(Evaluator(model, team: ThreadTeam(threads: 1)), draws: draws)
        for range in [0..<1, 1..<17, 17..<22] {
            let part = other.logLikelihoods(
                LabelledImages(images.items(in: range)), firstItem: 5 + range.lowerBound, seed: 1)
            #expect(part == Array(whole[range]))
        }
        #expect(other.logLikelihoods(LabelledImages(images), firstItem: 5, seed: 2) != whole)
    }

    /// One draw is the evidence lower bound in the mean, and more are no lower.
    @Test func liesAboveTheBound() throws {
        let example = TrainingExample.all[2]
        let model = try #require(try example.newRun().trainer.model as? Autoencoder)
        let images = example.images(22)
        let bound = (0..<200).map { seed in
            let evaluator = Evaluator(model, team: ThreadTeam(threads: 1))
            return Self.mean(
                evaluator.losses(LabelledImages(images), firstItem: 0, seed: UInt64(seed)).items.map(\.elbo))
        }
        let one = (0..<200).map { Self.mean(Self.estimates(model, images, draws: 1, seed: UInt64($0))) }
        #expect(abs(Self.mean(bound) - Self.mean(one)) < 0.1)
        #expect(Self.mean(Self.estimates(model, images, draws: 1000)) > Self.mean(bound))
    }
}
