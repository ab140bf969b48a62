import Glibc
import TensorStreams

/// A run of floats that starts on a 64-byte boundary: the memory under every parameter, activation and gradient.
///
/// Storage is allocated once, when a model is built, and lives as long as any tensor that looks at it. Large storage asks
/// for huge pages: every kernel reads megabytes in long strides, and would wait for the addresses of small ones. The
/// zeros are the system's: pages that are never used, as a decoder's by who encodes, are never taken.
final class TensorStorage: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>
    private let allocation: UnsafeMutableRawPointer

    private static let hugePage = 1 << 21

    init(count: Int) {
        let size = max(count, 1) * 4
        let alignment = size >= Self.hugePage ? Self.hugePage : 64
        guard let allocation = calloc(size + alignment, 1) else {
            // No kernel could go on.
            Memory.isRefused(
                "no memory is left for \(size + alignment) bytes more: try a smaller model or --batch, or a higher limit"
            )
        }
        self.allocation = allocation
        let aligned = allocation.alignedUp(toMultipleOf: alignment)
        // Whole pages alone, so that no more memory is taken. Where the system refuses, the pages stay small.
        if size >= Self.hugePage { madvise(aligned, size / Self.hugePage * Self.hugePage, MADV_HUGEPAGE) }
        base = aligned.bindMemory(to: Float.self, capacity: count)
    }

    deinit { free(allocation) }
}

/// A view of `count` floats in shared storage.
///
/// Copying a tensor copies the view, not the numbers. Values of a batch are stored feature by feature:
/// `features × columns`, where the columns are the items of the batch, padded to a multiple of
/// `Tensor.lanes`. So every kernel, whatever the number of channels, works on whole vectors of items.
public struct Tensor: Sendable {
    /// Items that one vector instruction works on; batches are padded to a multiple of it.
    public static let lanes = 16

    let storage: TensorStorage
    let offset: Int
    public let count: Int

    /// A tensor of `count` zeros in storage of its own.
    public init(zeros count: Int) {
        storage = TensorStorage(count: count)
        offset = 0
        self.count = count
    }

    public init(_ values: [Float]) {
        self.init(zeros: values.count)
        copy(from: values)
    }

    private init(storage: TensorStorage, offset: Int, count: Int) {
        self.storage = storage
        self.offset = offset
        self.count = count
    }

    /// The part of this tensor at `range`, sharing its numbers.
    public subscript(range: Range<Int>) -> Tensor {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "a view must lie inside its tensor")
        return Tensor(storage: storage, offset: offset + range.lowerBound, count: range.count)
    }

    public subscript(index: Int) -> Float {
        get { view[index] }
        nonmutating set { view[index] = newValue }
    }

    /// The numbers, copied out.
    public var array: [Float] { Array(view) }

    public func copy(from values: [Float]) {
        precondition(values.count == count, "a tensor is filled by as many numbers as it holds")
        _ = view.update(fromContentsOf: values)
    }

    func copy(from other: Tensor) {
        precondition(other.count == count, "a tensor is filled by as many numbers as it holds")
        _ = view.update(fromContentsOf: other.view)
    }

    /// Whether this is a view of the same numbers.
    func isSame(as other: Tensor) -> Bool {
        storage === other.storage && offset == other.offset && count == other.count
    }

    public func fill(_ value: Float) { view.update(repeating: value) }

    private var view: UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(start: storage.base + offset, count: count)
    }

    /// Where the numbers lie: for kernels alone, which keep the tensor alive while they run.
    var pointer: UnsafeMutablePointer<Float> { storage.base + offset }

    /// A count of numbers, rounded up to whole vectors.
    static func padded(_ count: Int) -> Int { (count + lanes - 1) / lanes * lanes }

    /// The number of columns that hold a batch of `items`.
    public static func columns(for items: Int) -> Int { padded(items) }
}
