import TensorStreams
import Threads

/// The images of a batch as a network reads them, `values × columns`, and each item's share of the loss.
final class ImageBatch {
    private let values: Int
    private let rows: Tensor
    private let turned: Tensor
    private let shares: Tensor
    private let lists: SparseBatch?
    private(set) var items = 0
    private(set) var columns = 0

    /// - Parameter listsInk: whether `sparse` may be asked for.
    init(values: Int, capacity: Int, listsInk: Bool) {
        self.values = values
        lists = listsInk ? SparseBatch(values: values, capacity: capacity) : nil
        rows = Tensor(zeros: values * capacity)
        turned = Tensor(zeros: values * capacity)
        shares = Tensor(zeros: capacity)
    }

    var images: Tensor { turned[0..<values * columns] }

    /// The numbers of the images that are not zero, where those are few.
    var sparse: SparseBatch? { lists.flatMap { $0.isSparse ? $0 : nil } }

    /// 1 / items for each item, 0 for the columns that pad the batch: what makes sums over columns means over items.
    var weights: Tensor { shares[0..<columns] }

    /// Takes the items with the given numbers out of `source`.
    func load(_ source: TensorBatch, items numbers: some RandomAccessCollection<Int>, threshold: Int?, team: ThreadTeam)
    {
        items = numbers.count
        columns = Tensor.columns(for: items)
        BatchKernel.gather(source, items: numbers, threshold: threshold, into: rows, team: team)
        transpose(rows, rows: items, columns: values, turned, stride: columns, team: team)
        lists?.load(rows: rows, turned: turned, items: items, columns: columns, team: team)
        for column in 0..<columns { shares[column] = column < items ? 1 / Float(items) : 0 }
    }
}
