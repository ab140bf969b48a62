/// The header of an NPY array: magic, version, and a Python dictionary of type, order and shape.
///
/// Format: NumPy Enhancement Proposal 1 and `numpy.lib.format`, versions 1.0, 2.0 and 3.0.
struct NPYHeader: Equatable {
    var type: NPYType
    var isFortranOrder: Bool
    /// The first size counts items.
    var shape: [Int]

    private static let magic: [UInt8] = [0x93] + "NUMPY".utf8
    private static let sizeLimit = 1 << 20

    /// Reads the next header, after so many arrays; nil where the input ends before it.
    static func read(from bytes: ByteReader, after arrays: Int) throws -> NPYHeader? {
        func failure(_ reason: NPYError.Reason) -> NPYError { NPYError(name: bytes.name, reason: reason) }
        let start = try bytes.bytes(8)
        if start.isEmpty { return nil }
        guard start.starts(with: magic.prefix(start.count)) else {
            if arrays > 0 { throw failure(.bytesFollow(start.count + (try bytes.skip(.max)), array: arrays)) }
            throw bytes.kindError(after: start, expected: "a NumPy array", besides: .array) ?? failure(.notNPY)
        }
        guard start.count == 8 else { throw failure(.cutHeader) }
        let version = start[6]
        guard (1...3).contains(version) else { throw failure(.version(version)) }
        let sizeBytes = try bytes.bytes(version == 1 ? 2 : 4)
        guard sizeBytes.count == (version == 1 ? 2 : 4) else { throw failure(.cutHeader) }
        let size = sizeBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
        guard size <= sizeLimit else { throw failure(.badHeader("\(size) bytes long")) }
        let text = try bytes.bytes(size)
        guard text.count == size else { throw failure(.cutHeader) }
        do {
            var parser = PythonDictionary(text)
            return try NPYHeader(parser.entries())
        } catch let reason as NPYError.Reason { throw failure(reason) }
    }

    /// From the dictionary's entries. Throws `NPYError.Reason`.
    private init(_ entries: [String: PythonDictionary.Value]) throws {
        guard case .string(let description) = entries["descr"] else {
            throw NPYError.Reason.unsupportedType("with fields")
        }
        guard let type = NPYType(description: description) else {
            throw NPYError.Reason.unsupportedType(description)
        }
        guard case .bool(let isFortranOrder) = entries["fortran_order"], case .tuple(let shape) = entries["shape"]
        else {
            throw NPYError.Reason.badHeader("fortran_order and shape were expected")
        }
        if shape.isEmpty { throw NPYError.Reason.noDimensions }
        if let zero = shape.dropFirst().firstIndex(of: 0) { throw NPYError.Reason.zeroSize(dimension: zero) }
        let widest = max(type.size, type.element.size)
        // Items have a size though there be none of them.
        let total = shape.reduce(Optional(widest)) { total, size in
            guard let (product, overflow) = total?.multipliedReportingOverflow(by: max(size, 1)), !overflow else {
                return nil
            }
            return product
        }
        guard total != nil, shape.dropFirst().allSatisfy({ $0 <= UInt32.max }) else { throw NPYError.Reason.tooLarge }
        (self.type, self.isFortranOrder, self.shape) = (type, isFortranOrder, shape)
    }

    init(type: NPYType, isFortranOrder: Bool, shape: [Int]) {
        (self.type, self.isFortranOrder, self.shape) = (type, isFortranOrder, shape)
    }

    init(format: ItemFormat, count: Int) {
        type = NPYType(format.type)
        isFortranOrder = false
        shape = [count] + format.shape
    }

    /// The items as they are in a tensor stream.
    var format: ItemFormat { ItemFormat(type: type.element, shape: Array(shape.dropFirst())) }

    /// The header as it stands in a file of version 1.0 (2.0 where it does not fit). The text is padded as for the
    /// largest count, so that the count can be set later.
    var bytes: [UInt8] {
        let largest = text(count: Int.max).utf8.count
        let prefix = largest + 128 > 0xFFFF ? 12 : 10
        let size = (prefix + largest + 1 + 63) / 64 * 64 - prefix
        var padded = Array(text(count: shape[0]).utf8)
        padded.append(contentsOf: repeatElement(UInt8(ascii: " "), count: size - 1 - padded.count))
        padded.append(UInt8(ascii: "\n"))
        let sizeBytes = (0..<(prefix - 8)).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) }
        return Self.magic + [prefix == 10 ? 1 : 2, 0] + sizeBytes + padded
    }

    private func text(count: Int) -> String {
        let sizes = ([count] + shape.dropFirst()).map(String.init)
        let tuple = sizes.count == 1 ? "(\(sizes[0]),)" : "(\(sizes.joined(separator: ", ")))"
        return
            "{'descr': '\(type.description)', 'fortran_order': \(isFortranOrder ? "True" : "False"), 'shape': \(tuple), }"
    }
}

extension NPYError.Reason: Error {}
