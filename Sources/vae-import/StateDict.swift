import CommandSupport
import TensorStreams
import VAEKit

/// The tensors of a model from elsewhere, as PyTorch's `state_dict` has them.
struct StateDict {
    let name: String
    private let tensors: [String: Safetensors.Tensor]
    let modules: [WeightModule]

    /// Reads the tensors, but for those that are passed over and for PyTorch's count of batches.
    ///
    /// - Parameter names: names of tensors of the model by those of the file that they are to have.
    init(_ reader: SafetensorsReader, skipping prefixes: [String], calling names: [String: String]) throws {
        let file = try reader.tensors { name in
            !name.hasSuffix("num_batches_tracked") && !prefixes.contains { name.hasPrefix($0) }
        }
        name = reader.name
        let all = try Self.renamed(file.tensors, names, of: reader.name)
        tensors = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
        modules = WeightModule.modules(of: all.map { ($0.name, $0.shape) })
    }

    /// The tensors, of which some have other names. Throws `Failure` where there are no such, or others of those names.
    private static func renamed(
        _ tensors: [Safetensors.Tensor], _ names: [String: String], of file: String
    ) throws -> [Safetensors.Tensor] {
        let own = Set(tensors.map(\.name))
        for (theirs, ours) in names.sorted(by: { $0.key < $1.key }) {
            guard own.contains(theirs) else {
                throw Failure(
                    "\(file): --map \(theirs)=\(ours): there is no tensor \(theirs); there are "
                        + tensors.map(\.name).joined(separator: ", "))
            }
            if own.contains(ours), names[ours] == nil {
                throw Failure("\(file): --map \(theirs)=\(ours): there is a tensor \(ours) beside it")
            }
        }
        return tensors.map { tensor in
            names[tensor.name].map {
                Safetensors.Tensor(name: $0, type: tensor.type, shape: tensor.shape, bytes: tensor.bytes)
            } ?? tensor
        }
    }

    /// The tensors of one module under the names that another has, in its order, as F32; those that are missing hold their standard values.
    ///
    /// - Throws: `Failure` for numbers that are none of floating point.
    func tensors(of module: WeightModule, as own: WeightModule) throws -> [Safetensors.Tensor] {
        try own.parts.map { part in
            let shape = own.shapes[part] ?? []
            guard module.shapes[part] != nil, let tensor = tensors[module.name(of: part)] else {
                let value = own.standardValue(of: part) ?? 0
                let floats = [Float](repeating: value, count: shape.reduce(1, *))
                return Safetensors.Tensor(name: own.name(of: part), shape: shape, floats: floats)
            }
            guard let numbers = tensor.floats() else {
                throw Failure("\(name): tensor '\(tensor.name)' is \(tensor.type.rawValue), not of floating point")
            }
            return Safetensors.Tensor(name: own.name(of: part), shape: shape, floats: numbers)
        }
    }
}
