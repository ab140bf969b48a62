import Protobuf

/// A message of an ONNX file, taken apart into its fields (onnx.proto says what they are). Nothing in it is trusted.
struct StoredMessage {
    /// How messages call the file.
    let file: String
    private var fields: [UInt64: [ProtobufFields.Value]] = [:]

    /// Throws `ONNXError` for bytes that are no message.
    init(_ bytes: ArraySlice<UInt8>, of file: String) throws(ONNXError) {
        self.file = file
        var rest = ProtobufFields(bytes)
        while let field = rest.next() { fields[field.number, default: []].append(field.value) }
        if !rest.isAtEnd { throw ONNXError(file, "it is no ONNX model, or is cut or damaged") }
    }

    /// The contents of each field of a number that holds bytes.
    func contents(_ number: UInt64) -> [ArraySlice<UInt8>] {
        (fields[number] ?? []).compactMap { if case .bytes(let bytes) = $0 { bytes } else { nil } }
    }

    func messages(_ number: UInt64) throws(ONNXError) -> [StoredMessage] {
        var messages: [StoredMessage] = []
        for content in contents(number) { messages.append(try StoredMessage(content, of: file)) }
        return messages
    }

    func message(_ number: UInt64) throws(ONNXError) -> StoredMessage? { try messages(number).last }

    func texts(_ number: UInt64) -> [String] { contents(number).map { String(decoding: $0, as: UTF8.self) } }

    func text(_ number: UInt64) -> String? { texts(number).last }

    /// The numbers of a field, side by side in one or each in its own.
    func integers(_ number: UInt64) throws(ONNXError) -> [Int] {
        var integers: [Int] = []
        for value in fields[number] ?? [] {
            switch value {
            case .varint(let number): integers.append(Int(truncatingIfNeeded: number))
            case .bytes(let content):
                guard let numbers = ProtobufFields.packedNumbers(content) else {
                    throw ONNXError(file, "numbers in it are cut or damaged")
                }
                integers += numbers.map { Int(truncatingIfNeeded: $0) }
            }
        }
        return integers
    }

    func integer(_ number: UInt64) throws(ONNXError) -> Int? { try integers(number).last }

    /// Numbers of a fixed width, side by side in one field or each in its own.
    func bytes(_ number: UInt64) -> [UInt8] { contents(number).flatMap { $0 } }

    func float(_ number: UInt64) -> Float? {
        contents(number).last.flatMap { bytes in
            bytes.count == 4 ? Float(bitPattern: bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }) : nil
        }
    }
}
