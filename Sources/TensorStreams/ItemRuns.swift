/// Items that can be looked at in their order, some at a time, and again.
public protocol ItemRuns {
    var format: ItemFormat { get }
    var count: Int { get }
    func forEachRun(_ body: (TensorBatch) -> Void)
}

extension TensorBatch: ItemRuns {
    /// So many at a time that their numbers need little room.
    public func forEachRun(_ body: (TensorBatch) -> Void) {
        for first in stride(from: 0, to: count, by: 1024) { body(items(in: first..<Swift.min(first + 1024, count))) }
    }
}
