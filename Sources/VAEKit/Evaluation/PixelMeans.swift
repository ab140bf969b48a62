import Threads

/// Images of what a decoder puts out, in memory that is allocated once.
final class PixelMeans {
    private let values: Int
    private let link: OutputLink
    private let scaling: ValueScaling?
    private let means, images: MutableTensor

    /// - Parameter capacity: columns of the widest pass.
    init(of model: some ImageAutoencoder, capacity: Int) {
        (values, link, scaling) = (model.image.count, model.link, model.scaling)
        means = MutableTensor(zeros: values * capacity)
        images = MutableTensor(zeros: values * capacity)
    }

    /// Pixel means in [0, 1], means of values in the units of the data, or shares of counts, items × values, of outputs, values ×
    /// columns.
    func rows(of outputs: Tensor, _ pass: Pass) -> [Float] {
        let (means, images) = (means[0..<outputs.count], images[0..<outputs.count])
        switch link {
        case .sigmoid: BatchKernel.sigmoids(outputs, means, team: pass.team)
        case .identity: means.copy(from: outputs)
        case .softmax: SoftmaxKernel.softmax(outputs, values: values, into: means, team: pass.team)
        }
        transpose(Tensor(means), rows: values, columns: pass.columns, images, stride: values, team: pass.team)
        let rows = Array(images.array[0..<pass.items * values])
        return scaling?.undone(rows) ?? rows
    }
}
