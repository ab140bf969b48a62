/// What the items are that a model takes.
public enum ImageItems: Hashable, Sendable {
    /// Images of pixels within [0, 1].
    case pixels
    /// Maps of the numbers of so many codes.
    case codes(Int)
    /// Numbers of any size.
    case numbers
    /// Whole numbers from 0.
    case counts
}
