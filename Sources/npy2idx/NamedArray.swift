import CommandSupport
import Glibc
import TensorStreams

/// A file of arrays, and which of them is meant: `x.npz:images` is the array `images` of `x.npz`, where no file has that whole name.
struct NamedArray {
    let path: String
    /// nil where nothing is said.
    let array: String?

    /// - Parameter option: what `--array` says.
    /// - Throws: `UsageError` where both name one.
    init(_ operand: String, option: String?) throws {
        guard let colon = operand.lastIndex(of: ":"), operand[..<colon].hasSuffix(".npz"),
            access(FileName.bytes(operand), F_OK) != 0
        else {
            (path, array) = (operand, option)
            return
        }
        let name = String(operand[operand.index(after: colon)...])
        if let option, option != name { throw UsageError("\(operand) names an array, and --array another") }
        (path, array) = (String(operand[..<colon]), name)
    }
}
