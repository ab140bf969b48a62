import TensorStreams

/// A tensor of an ONNX file: the message `TensorProto`, its numbers where they are until they are asked for.
package struct StoredTensor {
    package let name: String
    package let shape: [Int]
    private let file: String
    private let type: Int
    private let content: Content

    private enum Content {
        /// As in memory, the lowest byte first.
        case bytes([UInt8])
        /// Whole numbers, or the bits of short ones of floating point.
        case integers([Int])
    }

    /// Throws `ONNXError` where it is damaged, or what reading its numbers from another file throws.
    init(_ message: StoredMessage, _ files: inout ExternalData) throws {
        name = message.text(8) ?? ""
        file = message.file
        shape = try message.integers(1)
        type = try message.integer(2) ?? 0
        guard shape.allSatisfy({ $0 >= 0 }), let width = Self.widths[type] else {
            throw ONNXError(file, "tensor '\(name)': it has no sizes, or elements of type \(type), which are not read")
        }
        content = try Self.content(message, type, width, &files, name)
        let count: Int
        switch content {
        case .bytes(let bytes): count = bytes.count / width
        case .integers(let numbers): count = numbers.count
        }
        let product = shape.reduce(1) { $0.multipliedReportingOverflow(by: $1).overflow ? Int.max : $0 * $1 }
        guard product == count else {
            let sizes = shape.map(String.init).joined(separator: "×")
            throw ONNXError(file, "tensor '\(name)': it holds \(count) numbers, where its sizes are \(sizes)")
        }
    }

    /// Bytes of an element, by the number of its type.
    private static let widths = [1: 4, 2: 1, 3: 1, 5: 2, 6: 4, 7: 8, 9: 1, 10: 2, 11: 8, 16: 2]

    private static func content(
        _ message: StoredMessage, _ type: Int, _ width: Int, _ files: inout ExternalData, _ name: String
    ) throws -> Content {
        if try message.integer(14) == 1 {
            return .bytes(try files.bytes(of: try message.messages(13), tensor: name))
        }
        if let raw = message.contents(9).last { return .bytes(Array(raw)) }
        switch type {
        case 1: return .bytes(message.bytes(4))
        case 11: return .bytes(message.bytes(10))
        case 7: return .integers(try message.integers(7))
        default: return .integers(try message.integers(5))
        }
    }

    /// Numbers of floating point; nil where they are none.
    package func floats() -> [Float]? {
        guard let type = [1: Safetensors.DataType.f32, 10: .f16, 11: .f64, 16: .bf16][type] else { return nil }
        let bytes: [UInt8]
        switch content {
        case .bytes(let content): bytes = content
        case .integers(let bits):
            bytes = bits.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        }
        return Safetensors.Tensor(name: name, type: type, shape: shape, bytes: bytes).floats()
    }

    /// Whole numbers; nil where they are none.
    package func integers() -> [Int]? {
        if case .integers(let numbers) = content { return [10, 16].contains(type) ? nil : numbers }
        guard case .bytes(let bytes) = content, type == 6 || type == 7, let width = Self.widths[type] else {
            return nil
        }
        return stride(from: 0, to: bytes.count / width * width, by: width).map { place in
            let bits = bytes[place..<place + width].reversed().reduce(0) { $0 << 8 | UInt64($1) }
            return type == 6 ? Int(Int32(truncatingIfNeeded: bits)) : Int(Int64(bitPattern: bits))
        }
    }
}
