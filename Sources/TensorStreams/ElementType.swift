/// The type of one value in a tensor stream; the raw value is its IDX type code.
public enum ElementType: UInt8, BitwiseCopyable, CaseIterable, Sendable {
    case u8 = 0x08
    case i8 = 0x09
    case i16 = 0x0B
    case i32 = 0x0C
    case f32 = 0x0D
    case f64 = 0x0E

    /// Bytes in one value.
    public var size: Int {
        switch self {
        case .u8, .i8: 1
        case .i16: 2
        case .i32, .f32: 4
        case .f64: 8
        }
    }

    /// The name that tables and messages use: `u8`, `i8`, `i16`, `i32`, `f32`, `f64`.
    public var name: String {
        switch self {
        case .u8: "u8"
        case .i8: "i8"
        case .i16: "i16"
        case .i32: "i32"
        case .f32: "f32"
        case .f64: "f64"
        }
    }

    /// The name of the type in NumPy.
    public var nameInNumPy: String {
        switch self {
        case .u8: "uint8"
        case .i8: "int8"
        case .i16: "int16"
        case .i32: "int32"
        case .f32: "float32"
        case .f64: "float64"
        }
    }

    /// Whether values are floating-point numbers.
    public var isFloatingPoint: Bool { self == .f32 || self == .f64 }

    /// The type called `name`, or nil.
    public init?(name: String) {
        guard let type = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = type
    }
}
