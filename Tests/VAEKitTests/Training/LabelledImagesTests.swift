import TensorStreams
import Testing
import VAEKit

@Suite struct LabelledImagesTests {
    private func images(_ count: Int) -> LabelledImages {
        let values = (0..<count).map { $0 }
        let batch = TensorBatch(format: ItemFormat(type: .u8, shape: [1]), integers: values)
        return LabelledImages(batch, labels: values)
    }

    private func numbers(_ images: LabelledImages) -> [Int] { images.images.bytes.map { Int($0) } }

    @Test func everyImageIsHeldOutOrLeft() {
        let (rest, heldOut) = images(200).holdingOut(0.1, seed: 3)
        #expect(heldOut.count == 20 && rest.count == 180)
        #expect(numbers(heldOut) == heldOut.labels && numbers(rest) == rest.labels)
        #expect(numbers(heldOut) == numbers(heldOut).sorted() && numbers(rest) == numbers(rest).sorted())
        #expect((numbers(heldOut) + numbers(rest)).sorted() == Array(0..<200))
    }

    @Test func theSeedDecidesWhich() {
        let all = images(100)
        #expect(numbers(all.holdingOut(0.2, seed: 1).heldOut) == numbers(all.holdingOut(0.2, seed: 1).heldOut))
        #expect(numbers(all.holdingOut(0.2, seed: 1).heldOut) != numbers(all.holdingOut(0.2, seed: 2).heldOut))
    }

    @Test(arguments: [(10, 0.001, 1), (10, 0.999, 9), (2, 0.5, 1), (1, 0.5, 0)])
    func oneAtLeastIsHeldOutAndOneLeft(count: Int, share: Double, heldOut: Int) {
        let parts = images(count).holdingOut(share, seed: 0)
        #expect(parts.heldOut.count == heldOut && parts.rest.count == count - heldOut)
        #expect(images(3).holdingOut(0.5, seed: 0).rest.labels.count == 1)
    }
}
