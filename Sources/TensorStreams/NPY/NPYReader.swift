/// Reads NPY arrays, one or several back to back, as items: the first dimension counts them.
///
/// Values without a type of their own in a tensor stream are converted: bool becomes u8, 0 and 255 as a pixel
/// and 0 and 1 where it is all of an item, a label; f2 becomes f32, u2 and the wider integers become i32 where they fit
/// (an error where not). Arrays whose items do not lie one after the other are turned round in memory: those in Fortran order
/// where the first dimension counts, and those in C order where the last does. All others are read in pieces.
public struct NPYReader {
    private let bytes: ByteReader
    private let countsLast: Bool
    private var first: ItemFormat?
    private var header: NPYHeader?
    private var arraysRead = 0
    private var leftInArray = 0
    /// The rest of an array that was turned round.
    private var turned: ArraySlice<UInt8> = []
    private var itemsRead = 0

    /// - Parameter countsLast: whether the last dimension counts the items, in place of the first.
    public init(_ bytes: ByteReader, countsLast: Bool = false) {
        (self.bytes, self.countsLast) = (bytes, countsLast)
    }

    /// How messages call the input.
    public var name: String { bytes.name }

    /// Type and shape of the items. An empty input is an error.
    public mutating func format() throws -> ItemFormat {
        if first == nil { _ = try beginArray() }
        return try first.orThrow(NPYError(name: name, reason: .empty))
    }

    /// The next items, at most as many as asked for; nil at the end.
    public mutating func next(atMost items: Int) throws -> TensorBatch? {
        while leftInArray == 0 {
            guard try beginArray() else { return nil }
        }
        guard let header, let first else { return nil }
        let count = min(items, leftInArray)
        let size = header.shape.dropFirst().reduce(header.type.size, *)
        var data: [UInt8]
        if header.isFortranOrder != countsLast {
            data = Array(turned.prefix(count * size))
            turned = turned.dropFirst(count * size)
        } else {
            data = try read(count * size, before: (header.shape[0] - leftInArray) * size, of: header.shape[0] * size)
            if countsLast { data = upright(data, header) }
        }
        if header.type.isBigEndian { ByteOrder.swap(&data, valueSize: header.type.size) }
        let (converted, misfit) = header.type.converted(data, true: first.valuesPerItem == 1 ? 1 : 255)
        if let misfit {
            throw NPYError(name: name, reason: .outOfRange(item: itemsRead + misfit / first.valuesPerItem))
        }
        leftInArray -= count
        itemsRead += count
        return TensorBatch(format: first, count: count, bytes: converted)
    }

    private mutating func beginArray() throws -> Bool {
        guard var header = try NPYHeader.read(from: bytes, after: arraysRead) else { return false }
        arraysRead += 1
        if countsLast, let count = header.shape.popLast() {
            // The header has seen to the others.
            if header.shape.first == 0 { throw NPYError(name: name, reason: .zeroSize(dimension: 1)) }
            header.shape.insert(count, at: 0)
        }
        if let first, first != header.format {
            throw NPYError(name: name, reason: .formatDiffers(first: first, now: header.format))
        }
        first = header.format
        self.header = header
        leftInArray = header.shape[0]
        if header.isFortranOrder != countsLast {
            let size = header.shape.reduce(header.type.size, *)
            let data = try read(size, before: 0, of: size)
            let turn = countsLast ? ArrayOrder.lastFirst : ArrayOrder.rowMajor
            turned = ArraySlice(turn(data, header.shape, header.type.size))
        }
        return true
    }

    /// Items in Fortran order, each turned into C order.
    private func upright(_ items: [UInt8], _ header: NPYHeader) -> [UInt8] {
        let shape = Array(header.shape.dropFirst())
        if shape.count < 2 { return items }
        let size = shape.reduce(header.type.size, *)
        return stride(from: 0, to: items.count, by: size).flatMap { start in
            ArrayOrder.rowMajor(Array(items[start..<start + size]), shape: shape, valueSize: header.type.size)
        }
    }

    private func read(_ count: Int, before: Int, of expected: Int) throws -> [UInt8] {
        let data = try bytes.bytes(count)
        guard data.count == count else {
            throw NPYError(name: name, reason: .cutData(expected: expected, found: before + data.count))
        }
        return data
    }
}
