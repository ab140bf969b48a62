import TensorStreams

extension Arguments {
    /// Tells, unless `-q` is given, of a stream that was read whose pixels are 0 and 1 where 255 is white, and of the way out.
    ///
    /// - Parameter threshold: where pixels count as ink above it, as in a model or in idx-binarize; above 0 all is well.
    public func noteLevels(_ levels: PixelLevels, threshold: Int? = nil) {
        guard levels.areZeroAndOne, threshold != 0, !self[StandardOptions.quiet] else { return }
        note(
            "\(levels.name): its pixels are 0 and 1, of 255, and so next to black: "
                + "'idx-binarize --threshold 0' makes them 0 and 255")
    }
}
