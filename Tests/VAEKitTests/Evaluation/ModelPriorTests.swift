import Foundation
import TensorStreams
import Testing
import Threads
import VAEKit

/// Priors of each kind: densities that add up to 1, gradients that agree with differences, draws that are as the density says.
@Suite struct ModelPriorTests {
    static let priors = ["normal", "vamp 3", "vamp 20", "mixture 2", "mixture 17", "flow couplings 3 hidden 7"]

    /// A model with such a prior, whose numbers are all away from where they begin.
    private static func model(_ prior: String, latent: Int) throws -> Autoencoder {
        var description = ModelDescription(
            imageShape: [3, 4], encoder: try LayerLanguage.parse("dense 6, tanh"),
            decoder: try LayerLanguage.parse("dense 12"))
        description.latent = latent
        description.prior = try PriorDescription(parsing: prior)
        let model = try Autoencoder(description)
        model.initialise(seed: 4)
        for (number, parameter) in model.parameterList.enumerated() where parameter.name.hasPrefix("prior") {
            let isInput = parameter.name == "prior.inputs"
            let numbers = testNumbers(parameter.count, seed: UInt64(number))
            model.setValues(numbers.map { isInput ? 0.5 + 0.6 * $0 : 0.7 * $0 }, of: parameter)
        }
        return model
    }

    @Test(arguments: priors) func densitiesAddUpToOne(prior: String) throws {
        let (density, step) = (ModelPrior(try Self.model(prior, latent: 2), team: ThreadTeam(threads: 2)), Float(0.1))
        let side = (-90...90).map { Float($0) * step }
        let densities = density.logDensities(of: side.flatMap { x in side.flatMap { [x, $0] } })
        let sum = densities.reduce(0) { $0 + exp(Double($1)) } * Double(step * step)
        #expect(abs(sum - 1) < 2e-4)
    }

    /// Means, variances and the mean logarithm of the density, over draws and over the plane.
    @Test(arguments: priors) func drawsAreAsTheDensitySays(prior: String) throws {
        let density = ModelPrior(try Self.model(prior, latent: 2), team: ThreadTeam(threads: 1))
        let (count, noise) = (40_000, NoiseSource(seed: 8))
        var random = RandomSource(seed: 9)
        let draws = density.draws(
            noise: (0..<2 * count).map { noise.normal($0) }, choices: (0..<count).map { _ in random.uniform() })
        let side = (-90...90).map { Float($0) * 0.1 }
        let plane = side.flatMap { x in side.flatMap { [x, $0] } }
        let weights = density.logDensities(of: plane).map { exp(Double($0)) * 0.01 }
        let drawn = Self.moments(draws, density, weights: [Double](repeating: 1 / Double(count), count: count))
        for (value, right) in zip(drawn, Self.moments(plane, density, weights: weights)) {
            #expect(abs(value - right) < 0.03 * max(1, abs(right)))
        }
    }

    private static func moments(_ points: [Float], _ density: ModelPrior, weights: [Double]) -> [Double] {
        let logs = density.logDensities(of: points)
        return weights.indices.reduce(into: [Double](repeating: 0, count: 6)) { sums, place in
            let (x, y) = (Double(points[2 * place]), Double(points[2 * place + 1]))
            for (number, value) in [x, y, x * x, y * y, x * y, Double(logs[place])].enumerated() {
                sums[number] += weights[place] * value
            }
        }
    }

    @Test(arguments: priors) func gradientsAgreeWithDifferences(prior: String) throws {
        let model = try Self.model(prior, latent: 3)
        let weights = (0..<19).map { 0.2 + 0.1 * Float($0 % 3) }
        let latents = testNumbers(3 * weights.count, seed: 6).map { 2 * $0 }
        func loss(_ latents: [Float]) -> Double {
            let densities = ModelPrior(model, team: ThreadTeam(threads: 1)).logDensities(of: latents)
            return -zip(weights, densities).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        func check(_ gradient: [Float], _ values: [Float], _ name: String, _ loss: ([Float]) -> Double) {
            for index in stride(from: 0, to: values.count, by: max(1, values.count / 20)) {
                func slope(_ step: Float) -> Double {
                    let sides = [step, -step].map { change in
                        var changed = values
                        changed[index] += change
                        return loss(changed)
                    }
                    return (sides[0] - sides[1]) / Double(2 * step)
                }
                // Where a kink lies within the longer steps, shorter ones decide, whose differences rounding blurs.
                let slopes = [Float(0.004), 0.001, 0.0003].map { (4 * slope($0) - slope(2 * $0)) / 3 }
                let agrees = zip(slopes, [4e-3, 1e-2, 3e-2]).contains { slope, tolerance in
                    abs(Double(gradient[index]) - slope) < tolerance * max(1, abs(slope))
                }
                #expect(agrees, "\(name)[\(index)]: \(gradient[index]), not \(slopes)")
            }
        }
        let results = [1, 2].map { threads in
            ModelPrior(model, training: true, team: ThreadTeam(threads: threads))
                .gradients(of: latents, weights: weights)
        }
        #expect(results[0].latents == results[1].latents && results[0].parameters == results[1].parameters)
        check(results[0].latents, latents, "z", loss)
        for parameter in model.parameterList {
            let (values, gradient) = (model.values(of: parameter), results[0].parameters[parameter.name] ?? [])
            // Differences see both sides of a bound.
            guard parameter.name != "prior.inputs" || !values.contains(where: { min(abs($0), abs(1 - $0)) < 0.01 })
            else { continue }
            check(gradient, values, parameter.name) { changed in
                model.setValues(changed, of: parameter)
                defer { model.setValues(values, of: parameter) }
                return loss(latents)
            }
        }
    }

    /// As new, a flow is the standard normal, and a mixture has its moments.
    @Test func priorsBeginNearTheStandardNormal() throws {
        var description = try Self.model("flow", latent: 3).description
        let latents = testNumbers(30, seed: 1)
        func densities(_ prior: String) throws -> [Float] {
            description.prior = try PriorDescription(parsing: prior)
            let model = try Autoencoder(description)
            model.initialise(seed: 2)
            return ModelPrior(model, team: ThreadTeam(threads: 1)).logDensities(of: latents)
        }
        #expect(try densities("flow couplings 2") == densities("normal"))
        let mixture = try densities("mixture 5000")
        #expect(difference(mixture, try densities("normal").map(Double.init)) < 0.03)
    }
}
