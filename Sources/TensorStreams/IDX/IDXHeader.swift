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
        let magic = try bytes.bytes(4)
        if magic.isEmpty { return nil }
        if magic[0] != 0 || magic.count > 1 && magic[1] != 0 {
            throw failure(magic.allSatisfy(isTextual) ? .text : .badMagic(magic))
        }
        guard magic.count == 4 else { throw failure(.cutHeader) }
        guard let type = ElementType(rawValue: magic[2]) else { throw failure(.unknownType(magic[2])) }
        let dimensions = Int(magic[3])
        if dimensions == 0 { throw failure(.noDimensions) }

        let sizeBytes = try bytes.bytes(4 * dimensions)
        guard sizeBytes.count == 4 * dimensions else { throw failure(.cutHeader) }
        let sizes = (0..<dimensions).map { index in
            sizeBytes[4 * index..<4 * index + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        let shape = Array(sizes.dropFirst())
        if let zero = shape.firstIndex(of: 0) { throw failure(.zeroSize(dimension: zero + 1)) }
        guard let itemBytes = ItemFormat.checkedBytes(type: type, shape: shape),
            !itemBytes.multipliedReportingOverflow(by: sizes[0]).overflow
        else { throw failure(.tooLarge) }
        return IDXHeader(format: ItemFormat(type: type, shape: shape), count: sizes[0])
    }

    /// The header as it stands in a file; `count` and the sizes fit in 32 bits.
    var bytes: [UInt8] {
        let start: [UInt8] = [0, 0, format.type.rawValue, UInt8(truncatingIfNeeded: format.shape.count + 1)]
        return ([count] + format.shape).reduce(into: start) { $0 += Self.bigEndian($1) }
    }

    /// Where in the header the number of items stands.
    static let countOffset = 4

    static func bigEndian(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    private static func isTextual(_ byte: UInt8) -> Bool {
        (32..<127).contains(byte) || (9...13).contains(byte)
    }
}
