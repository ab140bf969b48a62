import TensorStreams
import Testing
import VAEKit

@Suite struct TrainedImagesTests {
    private let images = TrainingExample.all[1].images(9)

    @Test func otherImagesAreTold() {
        let known = TrainedImages(images)
        #expect(known == TrainedImages(images))
        #expect(known != TrainedImages(images.items(in: 0..<8)))
        #expect(known != TrainedImages(images.items(at: [1, 0, 2, 3, 4, 5, 6, 7, 8])))
        var changed = images
        changed.bytes[179] ^= 1
        #expect(known != TrainedImages(changed))
        #expect(known.count == 9)
    }
}
