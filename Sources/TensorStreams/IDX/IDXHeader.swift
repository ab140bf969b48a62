/// The header of one IDX tensor: bytes 0, 0, type, number of dimensions, then big-endian u32 sizes; the first counts items.
///
/// Format: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
struct IDXHeader: Equatable {
    var format: ItemFormat
    var count: Int

    /// Reads the next header; nil where the input ends before it. `tensor` is its number, for messages.
    static func read(from bytes: ByteReader, tensor: Int) throws -> IDXHeader? {
        func failure(_ reason: IDXError.Reason) -> IDXError {
            IDXError(name: bytes.name, tensor: tensor, reason: reason)
        }
        func kindError(_ start: [UInt8]) -> (any Error)? {
            bytes.kindError(
                after: start, expected: "a tensor stream (IDX)", besides: .tensorStream,
                place: tensor == 0 ? nil : "\(bytes.name): tensor \(tensor)")
        }
        let magic = try bytes.bytes(4)
        if magic.isEmpty { return nil }
        if magic[0] != 0 || magic.count > 1 && magic[1] != 0 {
            throw kindError(magic) ?? failure(isLittleEndian(magic) ? .littleEndian : .badMagic(magic))
        }
        guard magic.count == 4 else { throw failure(.cutHeader) }
        guard let type = ElementType(rawValue: magic[2]) else {
            throw kindError(magic) ?? failure(.unknownType(magic[2]))
        }
        let dimensions = Int(magic[3])
        if dimensions == 0 { throw failure(.noDimensions) }

        let sizeBytes = try bytes.bytes(4 * dimensions)
        guard sizeBytes.count == 4 * dimensions else { throw failure(.cutHeader) }
        let sizes = (0..<dimensions).map { index in
            sizeBytes[4 * index..<4 * index + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        let shape = Array(sizes.dropFirst())
        if let zero = shape.firstIndex(of: 0) { throw failure(.zeroSize(dimension: zero + 1)) }
        let total = ItemFormat.checkedBytes(type: type, shape: sizes)
        if total ?? .max > largestTensor, areLittleEndian(sizes, type) { throw failure(.littleEndian) }
        // Items that there are none of have a size too.
        guard total != nil, ItemFormat.checkedBytes(type: type, shape: shape) != nil else { throw failure(.tooLarge) }
        return IDXHeader(format: ItemFormat(type: type, shape: shape), count: sizes[0])
    }

    /// All sizes, as they stand in a file.
    var sizes: [Int] { [count] + format.shape }

    /// The bytes of a tensor whose sizes are these, read in the other order; nil where they do not fit in an `Int`.
    static func bytes(type: ElementType, ofSwapped sizes: [Int]) -> Int? {
        ItemFormat.checkedBytes(type: type, shape: sizes.map(swapped))
    }

    private static func swapped(_ size: Int) -> Int { Int(UInt32(truncatingIfNeeded: size).byteSwapped) }

    private static func isLittleEndian(_ magic: [UInt8]) -> Bool {
        magic.count == 4 && magic[0] > 0 && ElementType(rawValue: magic[1]) != nil && magic[2] == 0 && magic[3] == 0
    }

    /// No tensor has so many bytes: 128 TiB.
    private static let largestTensor = 1 << 47

    /// Whether sizes that are too large are those of likely items in the other order.
    private static func areLittleEndian(_ sizes: [Int], _ type: ElementType) -> Bool {
        bytes(type: type, ofSwapped: sizes) ?? .max <= largestTensor
            && sizes.dropFirst().allSatisfy { swapped($0) <= 0xFFFF }
    }

    /// The header as it stands in a file; `count` and the sizes fit in 32 bits.
    var bytes: [UInt8] {
        let start: [UInt8] = [0, 0, format.type.rawValue, UInt8(truncatingIfNeeded: format.shape.count + 1)]
        return sizes.reduce(into: start) { $0 += Self.bigEndian($1) }
    }

    /// Where in the header the number of items stands.
    static let countOffset = 4

    static func bigEndian(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
