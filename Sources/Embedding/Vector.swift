typealias Vector = SIMD16<Float>

extension Vector {
    /// `self += a · b`, fused where the processor has the instruction: elsewhere fusing is a call for each lane.
    @inline(__always)
    mutating func add(_ a: Vector, times b: Vector) {
        #if NO_FMA
            self += a * b
        #else
            addProduct(a, b)
        #endif
    }

    /// `1 + x² + y²`.
    @inline(__always)
    static func onePlusSquares(_ x: Vector, _ y: Vector) -> Vector {
        var sum = Vector(repeating: 1)
        sum.add(x, times: x)
        sum.add(y, times: y)
        return sum
    }
}
