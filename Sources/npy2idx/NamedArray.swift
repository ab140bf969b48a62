import CommandSupport
import Glibc
import TensorStreams

/// A file of arrays, and which of them is meant: `x.npz:images` is the array `images` of `x.npz`, where no file has that whole
/// name; and so with `x.mat`.
struct NamedArray {
    let path: String
    /// nil where nothing is said.
    let array: String?

    /// - Parameter option: what `--array` says.
    /// - Throws: `UsageError` where both name one.
    init(_ operand: String, option: String?) throws {
        guard let colon = operand.lastIndex(of: ":"),
            [".npz", ".mat"].contains(where: { operand[..<colon].hasSuffix($0) }),
            access(FileName.bytes(operand), F_OK) != 0
        else {
            (path, array) = (operand, option)
            return
        }
        let name = String(operand[operand.index(after: colon)...])
        if let option, option != name { throw UsageError("\(operand) names an array, and --array another") }
        (path, array) = (String(operand[..<colon]), name)
    }

    /// The array, as NPY. A file that can be read twice needs no name for the only one in it.
    func open() throws -> ByteReader {
        let bytes = try ByteReader.open(path)
        let isStored = try path != "-" && bytes.remainingBytes() != nil
        do { return try ArrayFile.open(bytes, array: array) } catch let error as ArrayFileError {
            guard isStored, let only = error.onlyArray else { throw error }
            return try ArrayFile.open(ByteReader.open(path), array: only)
        }
    }
}
