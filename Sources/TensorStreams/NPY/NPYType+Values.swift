extension NPYType {
    /// Numbers that are stored as another type, turned into this one, in native byte order; nil where one does not fit. Whole
    /// numbers become those of another width, or floating-point numbers, but not the reverse.
    func values(of bytes: [UInt8], as stored: NPYType) -> [UInt8]? {
        var bytes = bytes
        if stored.isBigEndian { ByteOrder.swap(&bytes, valueSize: stored.size) }
        if stored.code == code { return bytes }
        switch stored.code {
        case "i1": return exact(Self.loaded(bytes, as: Int8.self))
        case "u1": return exact(Self.loaded(bytes, as: UInt8.self))
        case "i2": return exact(Self.loaded(bytes, as: Int16.self))
        case "u2": return exact(Self.loaded(bytes, as: UInt16.self))
        case "i4": return exact(Self.loaded(bytes, as: Int32.self))
        case "u4": return exact(Self.loaded(bytes, as: UInt32.self))
        case "i8": return exact(Self.loaded(bytes, as: Int64.self))
        case "u8": return exact(Self.loaded(bytes, as: UInt64.self))
        case "f4" where code == "f8": return TensorBatch.encoded(Self.loaded(bytes, as: Float.self)) { Double($0) }
        default: return nil
        }
    }

    private func exact<Stored: FixedWidthInteger>(_ values: [Stored]) -> [UInt8]? {
        switch code {
        case "i1": Self.exact(values, as: Int8.self)
        case "u1": Self.exact(values, as: UInt8.self)
        case "i2": Self.exact(values, as: Int16.self)
        case "u2": Self.exact(values, as: UInt16.self)
        case "i4": Self.exact(values, as: Int32.self)
        case "u4": Self.exact(values, as: UInt32.self)
        case "i8": Self.exact(values, as: Int64.self)
        case "u8": Self.exact(values, as: UInt64.self)
        case "f4": TensorBatch.encoded(values) { Float($0) }
        case "f8": TensorBatch.encoded(values) { Double($0) }
        default: nil
        }
    }

    private static func exact<Stored: FixedWidthInteger, Value: FixedWidthInteger & BitwiseCopyable>(
        _ values: [Stored], as type: Value.Type
    ) -> [UInt8]? {
        guard values.allSatisfy({ Value(exactly: $0) != nil }) else { return nil }
        return TensorBatch.encoded(values) { Value(truncatingIfNeeded: $0) }
    }
}
