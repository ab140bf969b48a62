/// One number of each of sixteen rows.
typealias RowLanes = SIMD16<Double>

extension RowLanes {
    /// `self += a · b`, fused where the processor has the instruction: elsewhere fusing is a call for each lane.
    @inline(__always)
    mutating func add(_ a: RowLanes, times b: RowLanes) {
        #if NO_FMA
            self += a * b
        #else
            addProduct(a, b)
        #endif
    }
}
