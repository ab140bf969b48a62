/// The order of an array's values in memory.
enum ArrayOrder {
    /// Turns values in column-major (Fortran) order, first index fastest, into row-major (C) order, last index fastest.
    static func rowMajor(_ bytes: [UInt8], shape: [Int], valueSize: Int) -> [UInt8] {
        if bytes.isEmpty { return bytes }
        let strides = shape.dropLast().reduce(into: [1]) { $0.append(($0.last ?? 1) * $1) }
        return rowMajor(bytes, shape: shape, strides: strides, valueSize: valueSize)
    }

    /// Brings the last index of values in row-major order to the front.
    ///
    /// - Parameter shape: as it is then.
    static func lastFirst(_ bytes: [UInt8], shape: [Int], valueSize: Int) -> [UInt8] {
        if bytes.isEmpty { return bytes }
        let others = shape.dropFirst().reversed().dropLast().reduce(into: [shape[0]]) { $0.append(($0.last ?? 1) * $1) }
        return rowMajor(bytes, shape: shape, strides: [1] + others.reversed(), valueSize: valueSize)
    }

    /// Gathers values into row-major order.
    ///
    /// - Parameter strides: how far apart, in values, those lie whose index along an axis differs by 1.
    private static func rowMajor(_ bytes: [UInt8], shape: [Int], strides: [Int], valueSize: Int) -> [UInt8] {
        if shape.count < 2 { return bytes }
        var position = [Int](repeating: 0, count: shape.count)
        var source = 0
        return [UInt8](unsafeUninitializedCapacity: bytes.count) { target, filled in
            for value in 0..<bytes.count / valueSize {
                for byte in 0..<valueSize { target[value * valueSize + byte] = bytes[source * valueSize + byte] }
                var axis = shape.count - 1
                while axis >= 0 {
                    position[axis] += 1
                    source += strides[axis]
                    if position[axis] < shape[axis] { break }
                    source -= strides[axis] * shape[axis]
                    position[axis] = 0
                    axis -= 1
                }
            }
            filled = bytes.count
        }
    }
}
