import Glibc
import TensorStreams
import Testing
import Threads

import VAEKit

@Suite struct LatentFlowTests {
    /// Whatever its weights, a density comes to 1 over the whole plane, in the units of the latents.
    @Test func densityComesToOne() throws {
        let model = try flow(seed: 3)
        let (steps, reach) = (400, Float(24))
        let cell = 2 * reach / Float(steps)
        let places = (0..<steps).map { -reach + (Float($0) + 0.5) * cell }
        let latents = places.flatMap { x in places.flatMap { [x, 50 + 3 * $0] } }
        let densities = LatentFlowEvaluator(model, team: ThreadTeam(threads: 2)).logDensities(of: latents)
        let sum = densities.reduce(0) { $0 + Glibc.exp($1) } * Double(cell * cell * 3)
        #expect(abs(sum - 1) < 0.01)
    }

    /// What noise is turned into has the density of that noise, less the logarithm of how much the turn widens it.
    @Test func drawsAreWhatTheDensityIsOf() throws {
        let model = try flow(seed: 5)
        let evaluator = LatentFlowEvaluator(model, team: ThreadTeam(threads: 1))
        let noise: [Float] = [0.3, -0.7]
        let step: Float = 1e-2
        func draw(_ x: Float, _ y: Float) -> [Double] { evaluator.draws(noise: [x, y]).map { Double($0) } }
        let columns = [(step, Float(0)), (0, step)].map { dx, dy in
            zip(draw(noise[0] + dx, noise[1] + dy), draw(noise[0] - dx, noise[1] - dy)).map {
                ($0 - $1) / Double(2 * step)
            }
        }
        let widening = abs(columns[0][0] * columns[1][1] - columns[0][1] * columns[1][0])
        let ofNoise = -0.5 * Double(noise[0] * noise[0] + noise[1] * noise[1]) - Glibc.log(2 * Double.pi)
        let density = evaluator.logDensities(of: evaluator.draws(noise: noise))[0]
        #expect(abs(density - (ofNoise - Glibc.log(widening))) < 1e-2)
    }

    @Test func descriptionComesBackFromItsText() throws {
        let description = LatentFlowDescription(latent: 7, couplings: 3, hidden: 9)
        #expect(try LatentFlowDescription(json: description.json) == description)
        #expect(throws: NetworkError.self) {
            try LatentFlowDescription(json: LatentFlowDescription(latent: 1, couplings: 3, hidden: 9).json)
        }
    }

    /// A flow of two coordinates with weights that are not those it begins with, of latents around (0, 50).
    private func flow(seed: UInt64) throws -> LatentFlow {
        let model = try LatentFlow(LatentFlowDescription(latent: 2, couplings: 4, hidden: 8))
        model.initialise(seed: seed)
        let format = ItemFormat(type: .f32, shape: [2])
        try model.scaleValues(by: TensorBatch(format: format, floats: [-1, 47, 1, 53]))
        var source = RandomSource(seed: seed)
        for parameter in model.parameterList where parameter.name.contains("scale") || parameter.name.contains("shift")
        {
            model.setValues((0..<parameter.count).map { _ in Float(source.uniform()) - 0.5 }, of: parameter)
        }
        return model
    }
}
