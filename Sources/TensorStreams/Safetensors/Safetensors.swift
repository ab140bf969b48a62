/// A safetensors file in memory: named tensors and string metadata.
///
/// Format: https://github.com/huggingface/safetensors#format. u64 little-endian header size, JSON header padded with
/// spaces to a multiple of 8, then the tensors' bytes without gaps.
public struct Safetensors: Equatable, Sendable {
    public var metadata: [String: String]
    public var tensors: [Tensor]

    public init(metadata: [String: String] = [:], tensors: [Tensor] = []) {
        self.metadata = metadata
        self.tensors = tensors
    }

    /// The first tensor called `name`.
    public subscript(name: String) -> Tensor? { tensors.first { $0.name == name } }

    /// Type names as the header spells them.
    public enum DataType: String, CaseIterable, Sendable {
        case f64 = "F64"
        case f32 = "F32"
        case f16 = "F16"
        case bf16 = "BF16"
        case i64 = "I64"
        case i32 = "I32"
        case i16 = "I16"
        case i8 = "I8"
        case u64 = "U64"
        case u32 = "U32"
        case u16 = "U16"
        case u8 = "U8"
        case bool = "BOOL"

        /// Bytes in one value.
        public var size: Int {
            switch self {
            case .f64, .i64, .u64: 8
            case .f32, .i32, .u32: 4
            case .f16, .bf16, .i16, .u16: 2
            case .i8, .u8, .bool: 1
            }
        }
    }

    /// One tensor: little-endian bytes, row-major.
    public struct Tensor: Equatable, Sendable {
        public var name: String
        public var type: DataType
        public var shape: [Int]
        public var bytes: [UInt8]

        public init(name: String, type: DataType, shape: [Int], bytes: [UInt8]) {
            precondition(bytes.count == shape.reduce(type.size, *), "bytes match the shape")
            self.name = name
            self.type = type
            self.shape = shape
            self.bytes = bytes
        }

        /// An F32 tensor.
        public init(name: String, shape: [Int], floats: [Float]) {
            self.init(
                name: name, type: .f32, shape: shape, bytes: floats.withUnsafeBytes { [UInt8]($0) })
        }

        /// An F64 tensor.
        public init(name: String, shape: [Int], doubles: [Double]) {
            self.init(
                name: name, type: .f64, shape: shape, bytes: doubles.withUnsafeBytes { [UInt8]($0) })
        }

        /// An I64 tensor.
        public init(name: String, shape: [Int], integers: [Int]) {
            self.init(
                name: name, type: .i64, shape: shape, bytes: integers.withUnsafeBytes { [UInt8]($0) })
        }

        /// Values of F64; nil for other types.
        public func doubles() -> [Double]? { type == .f64 ? loaded(Double.self) { $0 } : nil }

        /// Values of I64; nil for other types.
        public func integers() -> [Int]? { type == .i64 ? loaded(Int.self) { $0 } : nil }

        /// Values of F32, F64, F16 or BF16 as `Float`; nil for other types.
        public func floats() -> [Float]? {
            switch type {
            case .f32: loaded(Float.self) { $0 }
            case .f64: loaded(Double.self) { Float($0) }
            case .f16: loaded(UInt16.self) { HalfPrecision.float($0) }
            case .bf16: loaded(UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
            default: nil
            }
        }

        /// The same values as the bytes of F32.
        public func float32() -> [UInt8]? {
            type == .f32 ? bytes : floats().map { $0.withUnsafeBytes { [UInt8]($0) } }
        }

        private func loaded<Value: BitwiseCopyable, Number>(
            _ value: Value.Type, _ transform: (Value) -> Number
        ) -> [Number] {
            let size = MemoryLayout<Value>.size
            return bytes.withUnsafeBytes { raw in
                (0..<raw.count / size).map {
                    transform(raw.loadUnaligned(fromByteOffset: $0 * size, as: Value.self))
                }
            }
        }
    }
}
