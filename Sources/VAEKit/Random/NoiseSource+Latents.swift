import TensorStreams

extension NoiseSource {
    /// The latents of the pictures that show a run of this seed.
    public static func frames(seed: UInt64, count: Int) -> [Float] {
        let source = NoiseSource(seed: seed).derived(RandomStream.frames.rawValue)
        return (0..<count).map { source.normal($0) }
    }

    /// Where the noise of a draw begins, of latents of so many coordinates: it takes a place for each pair of them.
    package func state(ofDraw draw: Int, latent: Int) -> UInt64 { state(at: UInt64(draw * ((latent + 1) / 2))) }

    /// Fills `latent × columns` with noise for items whose numbers start at `first`.
    ///
    /// - Parameter isShared: one draw for all coordinates of an item, instead of one for each.
    package func fill(_ noise: MutableTensor, latent: Int, items: Int, columns: Int, first: Int = 0, isShared: Bool) {
        for item in 0..<items {
            if isShared {
                let draw = normal(first + item)
                for row in 0..<latent { noise[row * columns + item] = draw }
                continue
            }
            let pairs = (latent + 1) / 2
            for pair in 0..<pairs {
                let draws = normals(at: UInt64((first + item) * pairs + pair))
                noise[2 * pair * columns + item] = draws.0
                if 2 * pair + 1 < latent { noise[(2 * pair + 1) * columns + item] = draws.1 }
            }
        }
    }
}
