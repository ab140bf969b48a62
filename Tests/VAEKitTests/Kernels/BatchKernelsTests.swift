import TensorStreams
import Testing
import Threads
import VAEKit

/// Stored pixels to the floats of a batch.
@Suite struct BatchKernelsTests {
    @Test func bytesBecomeParts() {
        let images = TensorBatch(
            format: ItemFormat(type: .u8, shape: [2, 2]), count: 3,
            bytes: [0, 1, 127, 128, 129, 254, 255, 2, 3, 4, 5, 6])
        let rows = MutableTensor(zeros: 8)
        BatchKernel.gather(images, items: [2, 0], threshold: nil, into: rows, team: ThreadTeam(threads: 2))
        #expect(rows.array == [3, 4, 5, 6, 0, 1, 127, 128].map { $0 / 255 })
        BatchKernel.gather(images, items: [1, 0], threshold: 128, into: rows, team: ThreadTeam(threads: 2))
        #expect(rows.array == [1, 1, 1, 0, 0, 0, 0, 0])
    }

    @Test func floatsStayAsTheyAre() {
        let pixels: [Float] = [0, 0.5, 1, 0.501, 0.502, 0.25]
        let images = TensorBatch(format: ItemFormat(type: .f32, shape: [3]), floats: pixels)
        let rows = MutableTensor(zeros: 3)
        BatchKernel.gather(images, items: [1], threshold: nil, into: rows, team: ThreadTeam(threads: 2))
        #expect(rows.array == [0.501, 0.502, 0.25])
        // 128 / 255 = 0.50196 lies between.
        BatchKernel.gather(images, items: [1], threshold: 128, into: rows, team: ThreadTeam(threads: 2))
        #expect(rows.array == [0, 1, 0])
    }
}
