import TensorStreams

/// How images in a row are cut into batches.
///
/// Where a model normalises single values over the batch, one image alone tells it nothing: their variance would be 0. Nor does
/// it tell an objective anything that compares images. And where batches are cut into blocks, each block has an image. Images
/// that would be left at the end, fewer than that, join the batch before them.
package struct BatchCut: Sendable {
    /// Images of a batch, where there are as many.
    let size: Int
    /// The least that a batch may have.
    let fewest: Int

    package init(size: Int, fewest: Int) { (self.size, self.fewest) = (size, fewest) }

    /// Images of the largest batch.
    var largest: Int { size + fewest - 1 }

    /// Whether there is a batch to take behind so many of the images.
    package func hasMore(behind position: Int, of count: Int) -> Bool { count - position >= fewest }

    /// The images of the batch that begins at `position`.
    package func batch(at position: Int, of count: Int) -> Range<Int> {
        let end = min(position + size, count)
        return position..<(count - end < fewest ? count : end)
    }

    /// Batches that so many images make, or those behind `position`.
    package func batches(of count: Int, behind position: Int = 0) -> Int {
        guard hasMore(behind: position, of: count) else { return 0 }
        let left = count - position
        let full = (left + size - 1) / size
        return (1..<fewest).contains(left % size) && left > size ? full - 1 : full
    }
}

extension Model {
    func cut(_ settings: TrainingSettings) -> BatchCut {
        let least = normalisesSingleValues || comparesImages ? 2 : 1
        return BatchCut(size: settings.batch, fewest: max(least, settings.blocks))
    }

    /// Refuses what cannot be cut into so many blocks.
    ///
    /// - Throws: `NetworkError`.
    public func requireBlocks(_ settings: TrainingSettings) throws(NetworkError) {
        guard settings.blocks > 1 else { return }
        if settings.batch < settings.blocks {
            throw NetworkError(
                "a batch of \(settings.batch) cannot be cut into \(settings.blocks) blocks: take a larger --batch")
        }
    }

    /// Refuses batches whose draws would be more than a step, or the memory, has room for.
    ///
    /// - Throws: `NetworkError`.
    public func requireRoom(forBatchesOf size: Int) throws(NetworkError) {
        guard drawCount > 1 else { return }
        let (draws, most) = (drawCount * size, TrainingSettings.largestBatch)
        let remedy = "take fewer samples, or a smaller --batch"
        guard draws <= most else {
            throw NetworkError(
                "\(drawCount) draws for each of \(size) images are more than the \(most) of a step: \(remedy)")
        }
        let bytes = 4 * drawSize * draws
        guard bytes <= Memory.installed, Memory.hasRoom(for: bytes) else {
            throw NetworkError(
                "there is no memory for \(drawCount) draws for each of \(size) images, \(bytes >> 20) MB: \(remedy)")
        }
    }

    /// Refuses batches of one image where the model could learn nothing from them.
    ///
    /// - Parameter images: how many there are to train on; nil where that is not known.
    /// - Throws: `NetworkError`.
    public func requireBatches(_ settings: TrainingSettings, images: Int?) throws(NetworkError) {
        let size = settings.batch
        if let images, images < settings.blocks {
            throw NetworkError("\(images) images cannot be cut into \(settings.blocks) blocks: take fewer --blocks")
        }
        guard normalisesSingleValues || comparesImages, min(size, images ?? size) < 2 else { return }
        let remedy = size < 2 ? "take --batch 2 or more" : "one image is too few"
        let what =
            normalisesSingleValues
            ? "batch normalisation behind a dense layer, or on a map of one pixel,"
            : "an objective that permutes latents"
        throw NetworkError("\(what) needs two images in a batch: \(remedy)")
    }
}
