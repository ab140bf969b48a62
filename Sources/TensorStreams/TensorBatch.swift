/// Some consecutive items of a stream, in memory.
public struct TensorBatch: Sendable, Equatable {
    public var format: ItemFormat
    /// Items held.
    public var count: Int
    /// `count * format.bytesPerItem` bytes, row-major, values in the processor's (little-endian) byte order.
    public var bytes: [UInt8]

    public init(format: ItemFormat, count: Int, bytes: [UInt8]) {
        precondition(bytes.count == count * format.bytesPerItem, "a batch holds whole items")
        self.format = format
        self.count = count
        self.bytes = bytes
    }

    /// A batch of no items.
    public init(empty format: ItemFormat) {
        self.init(format: format, count: 0, bytes: [])
    }

    /// The items with the given numbers, in that order; every number is within `0..<count`.
    public func items(at numbers: [Int]) -> TensorBatch {
        let size = format.bytesPerItem
        let selected = [UInt8](unsafeUninitializedCapacity: numbers.count * size) { target, filled in
            bytes.withUnsafeBytes { source in
                for (slot, number) in numbers.enumerated() {
                    let item = UnsafeRawBufferPointer(rebasing: source[number * size..<(number + 1) * size])
                    UnsafeMutableRawBufferPointer(target).baseAddress.map {
                        UnsafeMutableRawBufferPointer(start: $0 + slot * size, count: size).copyMemory(from: item)
                    }
                }
            }
            filled = numbers.count * size
        }
        return TensorBatch(format: format, count: numbers.count, bytes: selected)
    }

    /// Whether no pixel is grey: u8 pixels are 0 or 255, those of other types 0 or 1.
    public var isBlackAndWhite: Bool {
        if format.type == .u8 { return bytes.allSatisfy { $0 == 0 || $0 == 255 } }
        return floats().allSatisfy { $0 == 0 || $0 == 1 }
    }

    /// The items in `range`, which lies within `0..<count`.
    public func items(in range: Range<Int>) -> TensorBatch {
        if range == 0..<count { return self }
        let size = format.bytesPerItem
        let part = Array(bytes[range.lowerBound * size..<range.upperBound * size])
        return TensorBatch(format: format, count: range.count, bytes: part)
    }

    /// Adds the items of a batch of the same format.
    public mutating func append(_ other: TensorBatch) {
        precondition(other.format == format, "batches of one stream have one format")
        if count == 0 {
            self = other
            return
        }
        bytes.append(contentsOf: other.bytes)
        count += other.count
    }
}
