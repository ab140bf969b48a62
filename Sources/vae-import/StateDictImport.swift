import CommandSupport
import TensorStreams
import VAEKit

/// A model whose weights are a state dict, and whose layers the options name.
struct StateDictImport {
    private let arguments: Arguments
    private let description: ModelDescription
    private let own: [WeightModule]
    private let file: StateDict
    /// Paths of modules of the file, and names of tensors, by those of the model that they fill.
    private let pairs, given: [String: String]

    /// Throws `UsageError`, `NetworkError` for layers that do not go together, or what reading the file throws.
    init(_ path: String, _ arguments: Arguments) throws {
        self.arguments = arguments
        // A file of another kind is said before layers are asked for, which would not help.
        let reader = try SafetensorsReader(ByteReader.open(path), expecting: "a safetensors file")
        description = try ImportOptions.description(arguments)
        let model = try Autoencoder(description)
        let tensors = (model.parameterList + model.statisticList).map { ($0.name, $0.shape) }
        own = WeightModule.modules(of: tensors)
        let pairs = try ImportOptions.pairs(arguments)
        let given = pairs.filter { ours, _ in !tensors.contains { $0.0 == ours } }
        let names = pairs.filter { given[$0.key] == nil }.map { ($0.value, $0.key) }
        (self.pairs, self.given) = (pairs, given)
        file = try StateDict(
            reader, skipping: arguments[ImportOptions.skip] ?? [], calling: Dictionary(uniqueKeysWithValues: names))
    }

    /// Throws `UsageError` or `Failure` where modules of the file are not those of the model.
    func model() throws -> FoundModel {
        try check()
        let modules: [WeightModule]
        do { modules = try ModuleMatching(own, from: file.modules, given: given).matched() } catch {
            throw Failure("\(file.name): \(error)")
        }
        var tensors = try zip(own, modules).flatMap { own, other in
            zip(try file.tensors(of: other, as: own), own.parts).map { ($0, from: origin(of: $1, own, other)) }
        }
        if arguments[ImportOptions.fromTanh], let last = own.last(where: { $0.path.hasPrefix("decoder.") }) {
            tensors = tensors.map { $0.0.name.hasPrefix(last.path + ".") ? (Self.doubled($0.0), $0.from) : $0 }
        }
        return FoundModel(name: file.name, description: description, tensors: tensors)
    }

    /// What a tensor of a module is called in the file, or what it is where it is not there.
    private func origin(of part: String, _ own: WeightModule, _ other: WeightModule) -> String {
        let name = other.name(of: part)
        if other.shapes[part] == nil { return own.standardValue(of: part) == 1 ? "ones" : "zeros" }
        return pairs[name] ?? name
    }

    private func check() throws {
        for (ours, theirs) in given.sorted(by: { $0.key < $1.key }) {
            guard let module = own.first(where: { $0.path == ours }) else {
                let names = own.map(\.path).joined(separator: ", ")
                throw UsageError("--map \(theirs)=\(ours): the model has no \(ours); it has \(names)")
            }
            guard let other = file.modules.first(where: { $0.path == theirs }) else {
                let names = file.modules.map(\.path).joined(separator: ", ")
                throw Failure("\(file.name): --map \(theirs)=\(ours): there is no \(theirs); there are \(names)")
            }
            guard module.canBeFilled(by: other) else {
                throw Failure(
                    "\(file.name): --map \(theirs)=\(ours): it has \(other.text), but \(module.text) is needed")
            }
        }
    }

    /// (tanh x + 1) / 2 is the sigmoid of 2x.
    private static func doubled(_ tensor: Safetensors.Tensor) -> Safetensors.Tensor {
        Safetensors.Tensor(name: tensor.name, shape: tensor.shape, floats: (tensor.floats() ?? []).map { 2 * $0 })
    }
}
