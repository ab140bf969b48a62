/// What each of several draws for an image is to be decoded to, and told: the image and its class.
final class DrawTargets {
    private let draws: Int
    private let values: Int
    private let spreadImages: MutableTensor
    /// By column of the draws.
    private(set) var labels: [Int]

    /// - Parameters:
    ///   - values: of an image.
    ///   - draws: for each.
    ///   - capacity: columns of the draws of the widest batch.
    init(values: Int, draws: Int, capacity: Int) {
        (self.values, self.draws) = (values, draws)
        spreadImages = MutableTensor(zeros: values * capacity)
        labels = [Int](repeating: 0, count: capacity)
    }

    /// The images of a batch, values × columns of its draws.
    func spread(_ batch: ImageBatch, _ drawing: Pass) -> Tensor {
        let images = spreadImages[0..<values * drawing.columns]
        DrawsKernel(draws: draws, items: batch.items).spread(batch.images, into: images, team: drawing.team)
        for column in 0..<drawing.items { labels[column] = batch.labels[column / draws] }
        return Tensor(images)
    }
}
