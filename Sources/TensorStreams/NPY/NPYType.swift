/// The type of an NPY array's values, and what becomes of them in a tensor stream.
struct NPYType: Equatable {
    /// Kind and size, as NumPy writes them: `u1`, `f4`, ….
    var code: String
    var isBigEndian: Bool

    /// From a header's `descr`: an optional byte-order mark, kind, size. Nil for a type without a counterpart.
    init?(description: String) {
        var code = description
        let mark = code.first.flatMap { "<>=|".contains($0) ? $0 : nil }
        if mark != nil { code.removeFirst() }
        self.init(code: code, isBigEndian: mark == ">")
    }

    /// Nil for a code without a counterpart.
    init?(code: String, isBigEndian: Bool) {
        guard Self.targets[code] != nil else { return nil }
        (self.code, self.isBigEndian) = (code, isBigEndian)
    }

    init(_ type: ElementType) {
        code =
            switch type {
            case .u8: "u1"
            case .i8: "i1"
            case .i16: "i2"
            case .i32: "i4"
            case .f32: "f4"
            case .f64: "f8"
            }
        isBigEndian = false
    }

    /// Bytes in one value.
    var size: Int { code.last?.wholeNumberValue ?? 1 }

    /// The `descr` of little-endian values.
    var description: String { (size == 1 ? "|" : "<") + code }

    /// The type that values have in a tensor stream: the same, or the narrowest that holds them. Integers wider than 32
    /// bits become i32.
    var element: ElementType { Self.targets[code] ?? .f64 }

    private static let targets: [String: ElementType] = [
        "b1": .u8, "u1": .u8, "i1": .i8, "i2": .i16, "u2": .i32, "i4": .i32, "u4": .i32, "i8": .i32, "u8": .i32,
        "f2": .f32, "f4": .f32, "f8": .f64,
    ]

    /// Turns values in native byte order into those of `element`; the number of a value that does not fit, if any.
    ///
    /// - Parameter true: what a bool becomes where it is not 0.
    func converted(_ bytes: [UInt8], true ink: UInt8) -> (bytes: [UInt8], misfit: Int?) {
        switch code {
        case "u2": Self.narrowed(bytes, from: UInt16.self)
        case "u4": Self.narrowed(bytes, from: UInt32.self)
        case "u8": Self.narrowed(bytes, from: UInt64.self)
        case "i8": Self.narrowed(bytes, from: Int64.self)
        case "b1": (bytes.map { $0 == 0 ? 0 : ink }, nil)
        case "f2":
            (TensorBatch.encoded(Self.loaded(bytes, as: UInt16.self)) { HalfPrecision.float($0) }, nil)
        default: (bytes, nil)
        }
    }

    private static func narrowed<Value: FixedWidthInteger & BitwiseCopyable>(
        _ bytes: [UInt8], from type: Value.Type
    ) -> ([UInt8], Int?) {
        let values = loaded(bytes, as: type)
        let misfit = values.firstIndex { Int32(exactly: $0) == nil }
        return (TensorBatch.encoded(values) { Int32(truncatingIfNeeded: $0) }, misfit)
    }

    static func loaded<Value: BitwiseCopyable>(_ bytes: [UInt8], as type: Value.Type) -> [Value] {
        let size = MemoryLayout<Value>.size
        return bytes.withUnsafeBytes { raw in
            (0..<raw.count / size).map { raw.loadUnaligned(fromByteOffset: $0 * size, as: type) }
        }
    }
}
