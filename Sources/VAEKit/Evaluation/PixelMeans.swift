import Threads

/// Images of the logits that a decoder puts out, in memory that is allocated once.
final class PixelMeans {
    private let values: Int
    private let means, images: MutableTensor

    /// - Parameters:
    ///   - values: of an image.
    ///   - capacity: columns of the widest pass.
    init(values: Int, capacity: Int) {
        self.values = values
        means = MutableTensor(zeros: values * capacity)
        images = MutableTensor(zeros: values * capacity)
    }

    /// Pixel means in [0, 1], items × values, of logits, values × columns.
    func rows(of logits: Tensor, _ pass: Pass) -> [Float] {
        let (means, images) = (means[0..<logits.count], images[0..<logits.count])
        BatchKernel.sigmoids(logits, means, team: pass.team)
        transpose(Tensor(means), rows: values, columns: pass.columns, images, stride: values, team: pass.team)
        return Array(images.array[0..<pass.items * values])
    }
}
