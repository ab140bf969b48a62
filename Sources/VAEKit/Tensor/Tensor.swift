/// A view of `count` floats in shared storage, through which they are read. `MutableTensor` is one that writes.
///
/// Copying a tensor copies the view, not the numbers, which may change while others write to them. Values of a batch are
/// stored feature by feature: `features × columns`, where the columns are the items of the batch, padded to a multiple of
/// `Tensor.lanes`. So every kernel, whatever the number of channels, works on whole vectors of items.
public struct Tensor: Sendable {
    /// Items that one vector instruction works on; batches are padded to a multiple of it.
    public static let lanes = 16

    private let storage: TensorStorage
    private let offset: Int
    public let count: Int

    /// The numbers of a tensor that others write to.
    public init(_ tensor: MutableTensor) { self = tensor.values }

    /// A tensor with these numbers in storage of its own.
    public init(_ values: [Float]) { self.init(MutableTensor(values)) }

    /// A tensor of `count` zeros in storage of its own.
    public init(zeros count: Int) { self.init(storage: TensorStorage(count: count), offset: 0, count: count) }

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

    public subscript(index: Int) -> Float { view[index] }

    /// The numbers, copied out.
    public var array: [Float] { Array(view) }

    /// Whether this is a view of the same numbers.
    func isSame(as other: Tensor) -> Bool {
        storage === other.storage && offset == other.offset && count == other.count
    }

    var view: UnsafeBufferPointer<Float> { UnsafeBufferPointer(start: pointer, count: count) }

    /// Where the numbers lie: for kernels alone, which keep the tensor alive while they run.
    var pointer: UnsafePointer<Float> { UnsafePointer(place) }
    fileprivate var place: UnsafeMutablePointer<Float> { storage.base + offset }

    /// A count of numbers, rounded up to whole vectors.
    static func padded(_ count: Int) -> Int { (count + lanes - 1) / lanes * lanes }

    /// The number of columns that hold a batch of `items`.
    public static func columns(for items: Int) -> Int { padded(items) }
}

/// A view of floats in shared storage, through which they are written, and read too.
public struct MutableTensor: Sendable {
    fileprivate let values: Tensor

    /// A tensor of `count` zeros in storage of its own.
    public init(zeros count: Int) { values = Tensor(zeros: count) }

    /// A tensor with these numbers in storage of its own.
    public init(_ values: [Float]) {
        self.init(zeros: values.count)
        copy(from: values)
    }

    private init(_ values: Tensor) { self.values = values }

    public var count: Int { values.count }

    /// The part of this tensor at `range`, sharing its numbers.
    public subscript(range: Range<Int>) -> MutableTensor { MutableTensor(values[range]) }

    public subscript(index: Int) -> Float {
        get { values[index] }
        nonmutating set { view[index] = newValue }
    }

    /// The numbers, copied out.
    public var array: [Float] { values.array }

    public func fill(_ value: Float) { view.update(repeating: value) }

    public func copy(from numbers: [Float]) {
        precondition(numbers.count == count, "a tensor is filled by as many numbers as it holds")
        _ = view.update(fromContentsOf: numbers)
    }

    func copy(from other: Tensor) {
        precondition(other.count == count, "a tensor is filled by as many numbers as it holds")
        _ = view.update(fromContentsOf: other.view)
    }

    private var view: UnsafeMutableBufferPointer<Float> { UnsafeMutableBufferPointer(start: pointer, count: count) }

    /// Where the numbers lie: for kernels alone, which keep the tensor alive while they run.
    var pointer: UnsafeMutablePointer<Float> { values.place }
}
