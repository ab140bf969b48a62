/// An ONNX file that is damaged, or that holds what is not read.
package struct ONNXError: Error, Equatable, CustomStringConvertible {
    package let description: String

    /// - Parameter file: how messages call it.
    init(_ file: String, _ reason: String) { description = "\(file): \(reason)" }
}
