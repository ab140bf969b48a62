/// What is wrong with a MATLAB file.
public struct MatlabError: Error, Equatable, CustomStringConvertible {
    public enum Reason: Equatable, Sendable {
        case notMatlab
        /// The format of `save -v7.3`.
        case hdf5
        case cut
        case damaged(String)
        /// A variable of packed data that zlib cannot unpack.
        case corrupt
        /// A variable whose values are not real numbers: what it is.
        case notNumbers(String)
    }

    public let name: String
    public let reason: Reason

    public var description: String { "\(name): \(problem)" }

    /// What is wrong, without the file's name.
    public var problem: String {
        switch reason {
        case .notMatlab: "it is no MATLAB 5 file"
        case .hdf5: "it is \(FileKind.matlabHDF5.noun), but MATLAB 5 is expected: \(FileKind.matlabHDF5.way)"
        case .cut: "the MATLAB file is cut short: fetch or copy the file again"
        case .damaged(let detail): "the MATLAB file is damaged (\(detail)): fetch or copy the file again"
        case .corrupt: "the packed data is corrupt: fetch or copy the file again"
        case .notNumbers(let kind):
            "\(kind), and an array of real numbers is expected: \(Self.advice[kind] ?? Self.otherwise)"
        }
    }

    private static let otherwise = "save the numbers in it as a variable of their own"
    private static let advice = [
        "complex": "save real(x), imag(x) or abs(x)", "sparse": "save full(x)", "char": "save double(x)",
    ]
}
