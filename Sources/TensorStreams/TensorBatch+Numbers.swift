/// Thrown when values that must be whole numbers are not.
public struct NotAnInteger: Error, Equatable, CustomStringConvertible {
    public let item: Int
    public let value: Double

    public init(item: Int, value: Double) {
        self.item = item
        self.value = value
    }

    public var description: String { "item \(item): \(NumberText.of(value)) is not a whole number" }
}

extension TensorBatch {
    /// Every value as a `Float`, row-major: u8 is value/255 (a pixel), all other types are the value itself.
    public func floats() -> [Float] {
        switch format.type {
        case .u8: converted(from: UInt8.self) { Float($0) / 255 }
        case .i8: converted(from: Int8.self) { Float($0) }
        case .i16: converted(from: Int16.self) { Float($0) }
        case .i32: converted(from: Int32.self) { Float($0) }
        case .f32: converted(from: Float.self) { $0 }
        case .f64: converted(from: Double.self) { Float($0) }
        }
    }

    /// Every value as a `Double`, unscaled.
    public func doubles() -> [Double] {
        switch format.type {
        case .u8: converted(from: UInt8.self) { Double($0) }
        case .i8: converted(from: Int8.self) { Double($0) }
        case .i16: converted(from: Int16.self) { Double($0) }
        case .i32: converted(from: Int32.self) { Double($0) }
        case .f32: converted(from: Float.self) { Double($0) }
        case .f64: converted(from: Double.self) { $0 }
        }
    }

    /// Every value as an `Int` (labels). Throws `NotAnInteger` where a floating-point value is not a whole number.
    public func integers() throws -> [Int] {
        switch format.type {
        case .u8: return converted(from: UInt8.self) { Int($0) }
        case .i8: return converted(from: Int8.self) { Int($0) }
        case .i16: return converted(from: Int16.self) { Int($0) }
        case .i32: return converted(from: Int32.self) { Int($0) }
        case .f32, .f64:
            let perItem = max(format.valuesPerItem, 1)
            return try doubles().enumerated().map { index, value in
                guard let integer = Int(exactly: value) else {
                    throw NotAnInteger(item: index / perItem, value: value)
                }
                return integer
            }
        }
    }

    /// A batch from whole numbers; those beyond what the type can hold are held to its range.
    public init(format: ItemFormat, integers values: [Int]) {
        let bytes =
            switch format.type {
            case .u8: Self.encoded(values) { UInt8(clamping: $0) }
            case .i8: Self.encoded(values) { Int8(clamping: $0) }
            case .i16: Self.encoded(values) { Int16(clamping: $0) }
            case .i32: Self.encoded(values) { Int32(clamping: $0) }
            case .f32: Self.encoded(values) { Float($0) }
            case .f64: Self.encoded(values) { Double($0) }
            }
        self.init(format: format, count: values.count / max(format.valuesPerItem, 1), bytes: bytes)
    }

    /// A batch from values in the units of `floats()`: u8 is round(255·value) held to 0…255, other integers are rounded
    /// and held to their range (not-a-number becomes 0).
    public init(format: ItemFormat, floats values: [Float]) {
        let perItem = max(format.valuesPerItem, 1)
        let bytes =
            switch format.type {
            case .u8: Self.encoded(values) { UInt8(truncatingIfNeeded: Self.held($0 * 255, 0, 255)) }
            case .i8: Self.encoded(values) { Int8(truncatingIfNeeded: Self.held($0, -128, 127)) }
            case .i16: Self.encoded(values) { Int16(truncatingIfNeeded: Self.held($0, -32768, 32767)) }
            case .i32: Self.encoded(values) { Int32(clamping: Int(Self.finite(Double($0).rounded(), 2_147_483_648))) }
            case .f32: Self.encoded(values) { $0 }
            case .f64: Self.encoded(values) { Double($0) }
            }
        self.init(format: format, count: values.count / perItem, bytes: bytes)
    }

    /// A batch of u8 scalars (labels), or of i32 scalars where a value does not fit in 0…255. Values beyond i32 are held
    /// to its range.
    public init(labels: [Int]) {
        if labels.allSatisfy({ 0...255 ~= $0 }) {
            let bytes = labels.map { UInt8(truncatingIfNeeded: $0) }
            self.init(format: ItemFormat(type: .u8, shape: []), count: labels.count, bytes: bytes)
        } else {
            let bytes = Self.encoded(labels) { Int32(clamping: $0) }
            self.init(format: ItemFormat(type: .i32, shape: []), count: labels.count, bytes: bytes)
        }
    }

    private static func held(_ value: Float, _ low: Float, _ high: Float) -> Int32 {
        // The order of the arguments makes not-a-number come out as `low`, then as zero for signed types.
        value == value ? Int32(min(max(value, low), high).rounded(.toNearestOrEven)) : 0
    }

    private static func finite(_ value: Double, _ bound: Double) -> Double {
        value == value ? min(max(value, -bound), bound) : 0
    }

    /// Values of type `Source` in the bytes, each passed through `transform`.
    func converted<Source: BitwiseCopyable, Target>(
        from source: Source.Type, _ transform: (Source) -> Target
    ) -> [Target] {
        let values = bytes.count / MemoryLayout<Source>.size
        return [Target](unsafeUninitializedCapacity: values) { target, filled in
            bytes.withUnsafeBytes { raw in
                for index in 0..<values {
                    let value = raw.loadUnaligned(fromByteOffset: index * MemoryLayout<Source>.size, as: Source.self)
                    target.initializeElement(at: index, to: transform(value))
                }
            }
            filled = values
        }
    }

    static func encoded<Source, Target: BitwiseCopyable>(_ values: [Source], _ transform: (Source) -> Target) -> [UInt8]
    {
        let size = MemoryLayout<Target>.size
        return [UInt8](unsafeUninitializedCapacity: values.count * size) { target, filled in
            let raw = UnsafeMutableRawBufferPointer(target)
            for (index, value) in values.enumerated() {
                raw.storeBytes(of: transform(value), toByteOffset: index * size, as: Target.self)
            }
            filled = values.count * size
        }
    }
}
