import TensorStreams

extension Normal {
    /// One draw: the quantile of a uniform draw of 53 bits, so that every value takes one number of the source.
    public static func draw(_ source: inout RandomSource) -> Float {
        Float(quantile((Double(source.next() >> 11) + 0.5) * 0x1p-53))
    }
}
