import TensorStreams
import Testing
import Threads
import VAEKit

@Suite struct ImportanceKernelTests {
    /// Draws, and what they put into the weights, by the formulas and by the noise that is made one place at a time.
    @Test(arguments: [1, 2, 5, 50], [1, 3]) func followsTheFormulas(latent: Int, threads: Int) {
        let columns = 144
        let kernel = ImportanceKernel(latent: latent, columns: columns)
        let means = testNumbers(latent * columns, seed: 1).map { 2 * $0 }
        let deviations = testNumbers(latent * columns, seed: 2)
        let sources = (0..<columns).map { NoiseSource(seed: 4).derived(UInt64($0 / 20)) }
        let (sample, ratios) = (MutableTensor(zeros: latent * columns), MutableTensor(zeros: columns))
        let noises = MutableTensor(zeros: latent * columns)
        kernel.draw(
            states: (0..<columns).map { sources[$0].state(ofDraw: 3 + $0 % 20, latent: latent) }, mean: Tensor(means),
            deviation: Tensor(deviations), noise: noises, sample: sample, ratios: ratios,
            team: ThreadTeam(threads: threads))
        let pairs = (latent + 1) / 2
        for column in 0..<columns {
            var ratio = 0.0
            for row in 0..<latent {
                let pair = sources[column].normals(at: UInt64((3 + column % 20) * pairs + row / 2))
                let (noise, place) = (row % 2 == 0 ? pair.0 : pair.1, row * columns + column)
                let z = means[place] + deviations[place] * noise
                #expect(abs(sample[place] - z) < 1e-5)
                #expect(abs(noises[place] - noise) < 1e-5)
                ratio += 0.5 * (Double(noise) * Double(noise) - Double(z) * Double(z))
            }
            #expect(abs(Double(ratios[column]) - ratio) < 1e-5 * Double(10 + latent))
        }
    }

    /// The least and the greatest bits have normals too.
    @Test func everyStateIsFinite() {
        let kernel = ImportanceKernel(latent: 40, columns: 16)
        let (sample, ratios) = (MutableTensor(zeros: 40 * 16), MutableTensor(zeros: 16))
        let states = (0..<16).map { UInt64.max / 15 * UInt64($0) }
        let ones = Tensor([Float](repeating: 1, count: 40 * 16))
        kernel.draw(
            states: states, mean: ones, deviation: ones, sample: sample, ratios: ratios, team: ThreadTeam(threads: 1))
        #expect((sample.array + ratios.array).allSatisfy { $0.isFinite })
    }
}
