import Densities
import Latents
import TensorStreams

/// Draws of mixtures, one after the other; the normal numbers that they are made of do not depend on the components chosen.
struct DensityDraws {
    private var normals: RandomSource
    private var choices: RandomSource

    init(seed: Int) {
        normals = RandomSource(seed: UInt64(seed))
        choices = RandomSource(seed: UInt64(seed), stream: 1)
    }

    /// The next draw, and the number of its component.
    mutating func next(_ mixture: GaussianMixture) -> (latent: [Float], component: Int) {
        let numbers = (0..<mixture.width).map { _ in Double(Normal.draw(&normals)) }
        return mixture.draw(choice: Double(choices.next() >> 11) * 0x1p-53, normals: numbers)
    }
}
