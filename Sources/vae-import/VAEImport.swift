import CommandSupport
import TensorStreams
import VAEKit

@main enum VAEImport {
    static func main() {
        Command(
            name: "vae-import",
            summary: "Make a checkpoint of a PyTorch model's weights.",
            operands: .optional("FILE"),
            options: ImportOptions.all + [StandardOptions.output],
            details: """
                FILE is a state dict as safetensors.torch.save_file writes it. Which of its modules is which layer \
                follows from shapes, from the order of numbered names, and from names that speak of encoder, decoder, \
                mean or variance; where that leaves a choice, --map makes it.
                """,
            examples: [
                (
                    "vae-import --latent 20 --encoder 'dense 400, relu' --decoder 'dense 400, relu, dense 784' vae.safetensors -o m.ckpt",
                    "the model of PyTorch's own example"
                ),
                (
                    "vae-import --dry-run --latent 20 --encoder 'dense 400, relu' --decoder 'dense 400, relu, dense 784' vae.safetensors",
                    "what would become what"
                ),
            ]
        ).run(importModel)
    }

    static func importModel(_ arguments: Arguments) throws {
        let output = arguments[StandardOptions.output]
        if !arguments[ImportOptions.dryRun] { try Terminal.refuseBinaryOutput(to: output) }
        let path = arguments.operands.first ?? "-"
        try Terminal.refuseTerminalInput(from: [path])
        let description = try ImportOptions.description(arguments)
        let model: Autoencoder
        do { model = try Autoencoder(description) } catch { throw UsageError("\(error)") }

        let tensors = (model.parameterList + model.statisticList).map { ($0.name, $0.shape) }
        let own = WeightModule.modules(of: tensors)
        let pairs = try ImportOptions.pairs(arguments)
        let given = pairs.filter { ours, _ in !tensors.contains { $0.0 == ours } }
        let names = pairs.filter { given[$0.key] == nil }.map { ($0.value, $0.key) }
        let file = try StateDict(
            path, skipping: arguments[ImportOptions.skip] ?? [], calling: Dictionary(uniqueKeysWithValues: names))
        try check(given, own, file)
        let modules: [WeightModule]
        do { modules = try ModuleMatching(own, from: file.modules, given: given).matched() } catch {
            throw Failure("\(file.name): \(error)")
        }
        if arguments[ImportOptions.dryRun] { return try write(zip(own, modules), called: pairs, to: output ?? "-") }
        var weights = try zip(own, modules).flatMap { try file.tensors(of: $1, as: $0) }
        if arguments[ImportOptions.fromTanh], let last = own.last(where: { $0.path.hasPrefix("decoder.") }) {
            weights = weights.map { $0.name.hasPrefix(last.path + ".") ? doubled($0) : $0 }
        }
        try Checkpoint<Autoencoder>(description, weights: weights, of: file.name).write(output ?? "-")
    }

    private static func check(_ given: [String: String], _ own: [WeightModule], _ file: StateDict) throws {
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

    /// A row for each tensor of the model.
    ///
    /// - Parameter originals: what tensors are called in the file, by the names that they were given.
    private static func write(
        _ pairs: some Sequence<(WeightModule, WeightModule)>, called originals: [String: String], to path: String
    ) throws {
        var table = TableWriter(try ByteWriter.create(path), columns: ["tensor", "from", "shape"])
        for (own, other) in pairs {
            for part in own.parts {
                let standard = own.standardValue(of: part) == 1 ? "ones" : "zeros"
                let name = other.name(of: part)
                let from = other.shapes[part] == nil ? standard : originals[name] ?? name
                let sizes = (own.shapes[part] ?? []).map { String($0) }.joined(separator: "x")
                try table.write(row: [.text(own.name(of: part)), .text(from), .text(sizes)])
            }
        }
        try table.finish()
    }

    /// (tanh x + 1) / 2 is the sigmoid of 2x.
    private static func doubled(_ tensor: Safetensors.Tensor) -> Safetensors.Tensor {
        Safetensors.Tensor(name: tensor.name, shape: tensor.shape, floats: (tensor.floats() ?? []).map { 2 * $0 })
    }
}
