/// Why no density can be fitted to rows.
public enum DensityError: Error, Equatable, CustomStringConvertible {
    /// Numbers too large to square and sum.
    case overflow
    /// A covariance that has no factor: the floor vanishes beside its numbers.
    case singular

    public var description: String {
        switch self {
        case .overflow: "the numbers are too large: scale them down"
        case .singular: "a covariance has no inverse: raise --floor"
        }
    }
}
