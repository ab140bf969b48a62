extension Range<Int> {
    /// One of so many parts of the range, in order, whose lengths differ by one at most.
    @usableFromInline package func part(_ part: Int, of parts: Int) -> Range<Int> {
        lowerBound + count * part / parts..<lowerBound + count * (part + 1) / parts
    }
}
