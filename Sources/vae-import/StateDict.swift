import CommandSupport
import TensorStreams
import VAEKit

/// The tensors of a model from elsewhere, as PyTorch's `state_dict` has them.
struct StateDict {
    let name: String
    private let tensors: [String: Safetensors.Tensor]
    let modules: [WeightModule]

    /// Reads the tensors, but for those that are passed over and for PyTorch's count of batches.
    init(_ path: String, skipping prefixes: [String]) throws {
        let reader = try SafetensorsReader(ByteReader.open(path), expecting: "a safetensors file")
        let file = try reader.tensors { name in
            !name.hasSuffix("num_batches_tracked") && !prefixes.contains { name.hasPrefix($0) }
        }
        name = reader.name
        tensors = Dictionary(file.tensors.map { ($0.name, $0) }) { first, _ in first }
        modules = WeightModule.modules(of: file.tensors.map { ($0.name, $0.shape) })
    }

    /// The tensors of one module under the names that another has, as F32; a bias that is missing is 0.
    ///
    /// - Throws: `Failure` for numbers that are none of floating point.
    func tensors(of module: WeightModule, as own: WeightModule) throws -> [Safetensors.Tensor] {
        try own.shapes.map { part, shape in
            guard module.shapes[part] != nil, let tensor = tensors[module.name(of: part)] else {
                let zeros = [Float](repeating: 0, count: shape.reduce(1, *))
                return Safetensors.Tensor(name: own.name(of: part), shape: shape, floats: zeros)
            }
            guard let numbers = tensor.floats() else {
                throw Failure("\(name): tensor '\(tensor.name)' is \(tensor.type.rawValue), not of floating point")
            }
            return Safetensors.Tensor(name: own.name(of: part), shape: shape, floats: numbers)
        }
    }
}
