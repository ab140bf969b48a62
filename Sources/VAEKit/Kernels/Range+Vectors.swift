extension Range<Int> {
    /// Where the vectors begin whose numbers these are.
    @inline(__always)
    var vectorPlaces: StrideTo<Int> {
        stride(from: lowerBound * Tensor.lanes, to: upperBound * Tensor.lanes, by: Tensor.lanes)
    }
}
