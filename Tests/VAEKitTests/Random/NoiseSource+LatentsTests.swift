import TensorStreams
import Testing
import VAEKit

@Suite struct NoiseSourceLatentsTests {
    /// An item's noise does not depend on the batch that it is in, nor on the columns that pad it.
    @Test(arguments: [1, 2, 5, 12]) func anItemsNoiseIsItsOwn(latent: Int) {
        let source = NoiseSource(seed: 5).derived(7)
        for isShared in [false, true] {
            let all = MutableTensor(zeros: latent * 48)
            source.fill(all, latent: latent, items: 40, columns: 48, isShared: isShared)
            let part = MutableTensor(zeros: latent * 16)
            source.fill(part, latent: latent, items: 9, columns: 16, first: 20, isShared: isShared)
            for row in 0..<latent {
                for item in 0..<9 { #expect(part[row * 16 + item] == all[row * 48 + 20 + item]) }
                #expect((40..<48).allSatisfy { all[row * 48 + $0] == 0 })
            }
        }
    }

    @Test func sharedNoiseIsOneDrawForEachItem() {
        let noise = MutableTensor(zeros: 5 * 64)
        NoiseSource(seed: 5).fill(noise, latent: 5, items: 64, columns: 64, isShared: true)
        let first = (0..<64).map { noise[$0] }
        for row in 1..<5 { #expect((0..<64).map { noise[row * 64 + $0] } == first) }
        #expect(Set(first).count == 64)
    }

    @Test func independentNoiseIsADrawForEachCoordinate() {
        let noise = MutableTensor(zeros: 5 * 64)
        NoiseSource(seed: 5).fill(noise, latent: 5, items: 64, columns: 64, isShared: false)
        #expect(Set(noise.array).count == 5 * 64)
    }

    @Test func framesAreTheSameEveryTime() {
        #expect(NoiseSource.frames(seed: 3, count: 100) == Array(NoiseSource.frames(seed: 3, count: 200).prefix(100)))
        #expect(NoiseSource.frames(seed: 3, count: 100) != NoiseSource.frames(seed: 4, count: 100))
    }
}
