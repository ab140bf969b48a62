/// What every item of one stream looks like: the type of its values and its shape.
///
/// A shape is `[height, width]` or `[height, width, channels]` for images and `[]` for scalars such as labels.
public struct ItemFormat: Equatable, Sendable, CustomStringConvertible {
    public var type: ElementType
    public var shape: [Int]

    public init(type: ElementType, shape: [Int]) {
        self.type = type
        self.shape = shape
    }

    /// Values in one item; 1 for a scalar.
    public var valuesPerItem: Int { shape.reduce(1, *) }

    /// Bytes of one item.
    public var bytesPerItem: Int { valuesPerItem * type.size }

    /// `28×28 u8`, or `u8 scalars`.
    public var description: String {
        shape.isEmpty ? "\(type.name) scalars" : "\(shapeText) \(type.name)"
    }

    /// `28×28`, or `scalar`.
    public var shapeText: String {
        shape.isEmpty ? "scalar" : shape.map(String.init).joined(separator: "×")
    }

    /// An IDX tensor of no items.
    public var emptyTensor: [UInt8] { IDXHeader(format: self, count: 0).bytes }

    /// What messages say to someone whose images are rows of values, where their shape is needed.
    public static let wayOfRows = "x.reshape(-1, H, W) in NumPy gives rows their shape, before npy2idx"

    /// Bytes of one item when sizes come from outside, or nil where the product does not fit in an `Int`.
    static func checkedBytes(type: ElementType, shape: [Int]) -> Int? {
        var bytes = type.size
        for size in shape {
            let (product, overflow) = bytes.multipliedReportingOverflow(by: size)
            if overflow { return nil }
            bytes = product
        }
        return bytes
    }
}

extension ItemFormat {
    /// A number of items that is worth a read or write of its own: about a mebibyte, and not over 4096 items, so that
    /// small items do not wait long for company.
    public var itemsPerBatch: Int { min(max((1 << 20) / max(bytesPerItem, 1), 1), 4096) }
}
