import TensorStreams

/// A parameter or a statistic of a layer that was found in a graph.
package struct ImportedTensor {
    /// As a checkpoint has it.
    package let name: String
    /// The tensor of the file; nil where it holds zeros.
    package let origin: String?
    package let shape: [Int]
    let floats: [Float]

    /// The same of another layer.
    func named(_ layer: String) -> ImportedTensor {
        let part = name.split(separator: ".").last ?? ""
        return ImportedTensor(name: "\(layer).\(part)", origin: origin, shape: shape, floats: floats)
    }

    /// Some of the rows.
    func rows(_ rows: Range<Int>) -> ImportedTensor {
        let width = floats.count / max(shape[0], 1)
        let part = floats[rows.lowerBound * width..<rows.upperBound * width]
        return ImportedTensor(name: name, origin: origin, shape: [rows.count] + shape.dropFirst(), floats: Array(part))
    }

    /// The same numbers twice as large.
    func doubled() -> ImportedTensor {
        ImportedTensor(name: name, origin: origin, shape: shape, floats: floats.map { 2 * $0 })
    }

    /// As a file of tensors has it.
    package var stored: Safetensors.Tensor { Safetensors.Tensor(name: name, shape: shape, floats: floats) }
}
