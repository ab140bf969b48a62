/// What is wrong with an NPY array.
public struct NPYError: Error, Equatable, CustomStringConvertible {
    public enum Reason: Equatable, Sendable {
        case empty
        case notNPY
        case bytesFollow(Int, array: Int)
        case version(UInt8)
        case cutHeader
        case badHeader(String)
        case unsupportedType(String)
        case noDimensions
        case zeroSize(dimension: Int)
        case tooLarge
        case cutData(expected: Int, found: Int)
        case outOfRange(item: Int)
        case formatDiffers(first: ItemFormat, now: ItemFormat)
    }

    public let name: String
    public let reason: Reason

    public init(name: String, reason: Reason) {
        self.name = name
        self.reason = reason
    }

    public var description: String { "\(name): \(text)" }

    private var text: String {
        switch reason {
        case .empty: "empty input; an NPY array was expected"
        case .notNPY: "not an NPY array"
        case .bytesFollow(let count, let array):
            "\(count == 1 ? "1 byte follows" : "\(count) bytes follow") array \(array), and no array begins there; "
                + "NumPy ignores them: numpy.save(FILE, numpy.load(FILE)) leaves them out"
        case .version(let version): "NPY version \(version); versions 1 to 3 are known"
        case .cutHeader: "cut in the NPY header"
        case .badHeader(let detail): "NPY header: \(detail)"
        case .unsupportedType("|O"): "pickled Python objects; arrays of numbers are read"
        case .unsupportedType(let type):
            "NPY type \(type); b1, u1, u2, u4, u8, i1, i2, i4, i8, f2, f4, f8 are known (convert it with astype)"
        case .noDimensions: "an array without dimensions; the first one must count items"
        case .zeroSize(let dimension): "dimension \(dimension) of the items is zero"
        case .tooLarge: "items too large for this machine"
        case .cutData(let expected, let found): "\(expected) bytes of data expected, \(found) found"
        case .outOfRange(let item):
            "item \(item): a value does not fit in 32 bits, the widest whole numbers of a tensor stream"
        case .formatDiffers(let first, let now): "an array of \(now) items follows one of \(first)"
        }
    }
}
