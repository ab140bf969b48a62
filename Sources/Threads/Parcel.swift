/// Things that one rank puts together and another takes apart, in the same order.
///
/// Ranks are of one build, and bytes come through whole: nothing is said of what they mean.
public struct Parcel {
    public private(set) var bytes: [UInt8]
    private var place = 0

    public init(_ bytes: [UInt8] = []) { self.bytes = bytes }

    /// Puts in a number, or what else is copied byte by byte.
    public mutating func put<Value: BitwiseCopyable>(_ value: Value) {
        withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
    }

    public mutating func put<Value: BitwiseCopyable>(_ values: [Value]) {
        put(values.count)
        values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    public mutating func put(_ text: String) { put(Array(text.utf8)) }

    public mutating func put<Value: Parcelled>(_ value: Value) { value.put(into: &self) }

    public mutating func put<Value: Parcelled>(_ values: [Value]) {
        put(values.count)
        for value in values { value.put(into: &self) }
    }

    public mutating func take<Value: BitwiseCopyable>() -> Value {
        defer { place += MemoryLayout<Value>.size }
        return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: Value.self) }
    }

    public mutating func take<Value: BitwiseCopyable>() -> [Value] {
        let count: Int = take()
        let size = count * MemoryLayout<Value>.stride
        defer { place += size }
        return [Value](unsafeUninitializedCapacity: count) { values, filled in
            UnsafeMutableRawBufferPointer(values).copyBytes(from: bytes[place..<place + size])
            filled = count
        }
    }

    public mutating func take() -> String { String(decoding: take() as [UInt8], as: UTF8.self) }

    public mutating func take<Value: Parcelled>() -> Value { Value(from: &self) }

    public mutating func take<Value: Parcelled>() -> [Value] {
        let count: Int = take()
        return (0..<count).map { _ in Value(from: &self) }
    }
}

/// What ranks can send each other.
public protocol Parcelled {
    /// Takes out what `put(into:)` has put in.
    init(from parcel: inout Parcel)
    func put(into parcel: inout Parcel)
}
