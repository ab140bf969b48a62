import TensorStreams
import Threads

/// The images of a batch as a network reads them, `values × columns`, their labels, and each item's share of the loss.
final class ImageBatch {
    private let values: Int
    private let rows: MutableTensor
    private let turned: MutableTensor
    private let shares: MutableTensor
    private let lists: SparseBatch?
    private let threshold: Int?
    /// The class of each item, where there are classes, and 0 for the columns that pad the batch.
    private(set) var labels: [Int]
    private(set) var items = 0
    private(set) var columns = 0

    /// - Parameters:
    ///   - listsInk: whether `sparse` may be asked for.
    ///   - threshold: where given, pixels are 1 above this u8 value and 0 elsewhere.
    init(values: Int, capacity: Int, listsInk: Bool, threshold: Int? = nil) {
        (self.values, self.threshold) = (values, threshold)
        labels = [Int](repeating: 0, count: capacity)
        lists = listsInk ? SparseBatch(values: values, capacity: capacity) : nil
        rows = MutableTensor(zeros: values * capacity)
        turned = MutableTensor(zeros: values * capacity)
        shares = MutableTensor(zeros: capacity)
    }

    var images: Tensor { Tensor(turned)[0..<values * columns] }

    /// The numbers of the images that are not zero, where those are few.
    var sparse: SparseBatch? { lists.flatMap { $0.isSparse ? $0 : nil } }

    /// 1 / items of the whole batch for each item, 0 for the columns that pad it: what makes sums over columns parts of means
    /// over items.
    var weights: Tensor { Tensor(shares)[0..<columns] }

    /// Takes all of some images, at most as many as there is room for.
    ///
    /// - Parameter draws: where given, draws each pixel.
    func load(_ images: LabelledImages, draws: PixelDraws? = nil, team: ThreadTeam) {
        load(ImagesAtHand(images), items: 0..<images.count, draws: draws, team: team)
    }

    /// Takes the items with the given numbers out of `source`.
    ///
    /// - Parameters:
    ///   - total: items of the batch that these are a block of; nil where they are all.
    ///   - draws: where given, draws each pixel.
    func load(
        _ source: ImagesAtHand, items numbers: some RandomAccessCollection<Int>, of total: Int? = nil,
        draws: PixelDraws? = nil, team: ThreadTeam
    ) {
        items = numbers.count
        columns = Tensor.columns(for: items)
        if let places = source.places(of: numbers) {
            take(source.images, at: places, team)
        } else {
            take(source.images, at: numbers, team)
        }
        draws?.draw(rows, items: numbers, values: values, team: team)
        transpose(Tensor(rows), rows: items, columns: values, turned, stride: columns, team: team)
        lists?.load(rows: Tensor(rows), turned: Tensor(turned), items: items, columns: columns, team: team)
        let share = 1 / Float(total ?? items)
        for column in 0..<columns { shares[column] = column < items ? share : 0 }
    }

    /// Takes the images and the labels at some places.
    private func take(_ source: LabelledImages, at places: some RandomAccessCollection<Int>, _ team: ThreadTeam) {
        BatchKernel.gather(source.images, items: places, threshold: threshold, into: rows, team: team)
        if source.labels.isEmpty { return }
        for (column, place) in places.enumerated() { labels[column] = source.labels[place] }
        for column in items..<columns { labels[column] = 0 }
    }
}
