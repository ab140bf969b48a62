import TensorStreams
import Testing
import VAEKit

@Suite struct TrainedImagesTests {
    private let images = LabelledImages(TrainingExample.all[1].images(9), labels: Array(0..<9))

    private func identity(_ images: LabelledImages) -> TrainedImages { TrainedImages(DealtImages(images)) }

    @Test func otherImagesAreTold() {
        let known = identity(images)
        #expect(known == identity(images))
        #expect(known != identity(images.items(in: 0..<8)))
        #expect(
            known
                != identity(
                    LabelledImages(images.images.items(at: [1, 0, 2, 3, 4, 5, 6, 7, 8]), labels: images.labels)))
        var changed = images.images
        changed.bytes[179] ^= 1
        #expect(known != identity(LabelledImages(changed, labels: images.labels)))
        #expect(known.count == 9)
    }

    @Test func otherLabelsAreTold() {
        let known = identity(images)
        let others = [Array((0..<9).reversed()), [256] + Array(1..<9), []]
        for labels in others { #expect(known != identity(LabelledImages(images.images, labels: labels))) }
    }
}
