import TensorStreams
import TestSupport
import Testing
import VAEKit

@Suite struct CheckpointTests {
    /// A checkpoint of a small run, as a file that tests spoil.
    private static func file(_ example: TrainingExample = TrainingExample.all[0], weightsOnly: Bool = false) throws
        -> Safetensors
    {
        let folder = try TemporaryFolder()
        let run = try example.newRun()
        try run.train(on: LabelledImages(example.images(12)))
        try run.write(folder.path + "/c", weightsOnly: weightsOnly)
        return try Safetensors.read(folder.path + "/c")
    }

    /// Reads what is left of a file after `spoil`.
    private func reading(_ file: Safetensors) throws -> Checkpoint<Autoencoder> {
        let folder = try TemporaryFolder()
        try file.write(folder.path + "/c")
        do {
            return try Checkpoint<Autoencoder>.read(folder.path + "/c")
        } catch let error as CheckpointError {
            #expect(error.name == folder.path + "/c")
            throw error
        }
    }

    private func expectProblem(
        _ problem: String, _ file: Safetensors, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: CheckpointError.self, sourceLocation: sourceLocation) { try reading(file) }
        #expect(
            error?.problem.contains(problem) == true, "\(error?.problem ?? "no error")", sourceLocation: sourceLocation)
    }

    @Test(arguments: TrainingExample.all) func readsBack(example: TrainingExample) throws {
        let file = try Self.file(example)
        let checkpoint = try reading(file)
        #expect(checkpoint.model.description == example.model)
        #expect(checkpoint.training?.settings == example.settings)
        #expect(checkpoint.training?.isResumable == true)
        #expect(checkpoint.training?.state.history.count == 2)
        let folder = try TemporaryFolder()
        try checkpoint.write(folder.path + "/again")
        #expect(try Safetensors.read(folder.path + "/again") == file)
    }

    @Test func keepsHowARunBegan() throws {
        var example = TrainingExample.all[0]
        example.settings.beginning.initialisation = .he
        example.settings.beginning.outputIsOfData = true
        (example.settings.beginning.weights, example.settings.beginning.codes) = ("a b", "k")
        example.settings.lengthChanged = true
        #expect(try reading(Self.file(example)).training?.settings == example.settings)
    }

    @Test(arguments: [
        #""init": "zero""#, #""init_output": true"#, #""init_from": """#, #""codes_of": 3"#, #""length_changed": 1"#,
    ])
    func howARunBeganIsNotBelieved(entry: String) throws {
        var file = try Self.file()
        let text = try #require(file.metadata["training"])
        let place = try #require(text.firstRange(of: #""settings": {"#)).upperBound
        file.metadata["training"] = text[..<place] + entry + ", " + text[place...]
        expectProblem("its 'training' entry is damaged", file)
    }

    /// Values are divided by what a checkpoint says.
    @Test(arguments: [Float.nan, .infinity, 0, -1, .leastNonzeroMagnitude]) func factorsAreNotBelieved(factor: Float)
        throws
    {
        var file = try Self.file(try #require(TrainingExample.all.first { $0.name == "scaled" }), weightsOnly: true)
        let place = try #require(file.tensors.firstIndex { $0.name == "scale.factor" })
        file.tensors[place] = Safetensors.Tensor(
            name: "scale.factor", shape: [20], floats: [Float](repeating: 1, count: 19) + [factor])
        expectProblem("'scale.factor' holds numbers that", file)
        file.tensors[place] = Safetensors.Tensor(name: "scale.factor", shape: [1], floats: [1])
        expectProblem("tensor 'scale.factor' is F32 [1], but its model needs F32 [20]", file)
        file.tensors.remove(at: place)
        expectProblem("tensor 'scale.factor' is missing", file)
    }

    @Test func keepsADiscriminatorAndWhatTeachesIt() throws {
        let example = try #require(TrainingExample.all.first { $0.name == "wae-gan" })
        var file = try Self.file(example)
        let names = file.tensors.map(\.name)
        for name in ["0.weight", "0.bias", "2.weight", "2.bias"].map({ "discriminator.\($0)" }) {
            #expect(
                names.filter { $0.hasSuffix(name) }
                    == ["", "optimizer.exp_avg.", "optimizer.exp_avg_sq."].map { $0 + name })
        }
        #expect(names.contains("optimizer.momentum_buffer.mean.weight"))
        let weights = try Self.file(example, weightsOnly: true).tensors.map(\.name)
        #expect(weights == names.filter { !$0.hasPrefix("optimizer.") } && weights.contains("discriminator.2.bias"))
        file.tensors.removeAll { $0.name == "optimizer.exp_avg.discriminator.2.bias" }
        expectProblem("'optimizer.exp_avg.discriminator.2.bias' is missing", file)
        file.tensors.removeAll { $0.name == "discriminator.2.bias" }
        expectProblem("'discriminator.2.bias' is missing", file)
    }

    @Test func keepsTheImagesAndTheReportsOfARun() throws {
        let example = TrainingExample.all[1]
        let run = try example.newRun()
        run.images = TrainedImages(DealtImages(LabelledImages(example.images(12))))
        run.validationImages = TrainedImages(DealtImages(LabelledImages(example.images(5))))
        (run.reports.log, run.reports.frames, run.reports.logEvery) = ("l\n.tsv", "f", 7)
        let folder = try TemporaryFolder()
        try run.write(folder.path + "/c")
        let training = try Checkpoint<Autoencoder>.read(folder.path + "/c").training
        #expect(training?.images == run.images)
        #expect(training?.validationImages == run.validationImages)
        #expect(training?.reports == run.reports)
        try run.write(folder.path + "/c", weightsOnly: true)
        #expect(try Checkpoint<Autoencoder>.read(folder.path + "/c").training?.reports == RunReports())
        run.reports.validation = "10%"
        try run.write(folder.path + "/c", weightsOnly: true)
        let kept = try #require(try Checkpoint<Autoencoder>.read(folder.path + "/c").training?.reports)
        #expect(kept.validation == "10%" && kept.log == nil)
    }

    @Test(arguments: [
        #""reports": 1"#, #""reports": {"log": 1}"#, #""reports": {"keep": ""}"#, #""reports": {"save_every": 0}"#,
        #""images": {"count": 3}"#, #""images": {"count": -1, "crc32": 0}"#,
        #""images": {"count": 3, "crc32": 4294967296}"#, #""validation_images": {"crc32": 1}"#,
    ])
    func whatIsKeptOfARunIsNotBelieved(entry: String) throws {
        var file = try Self.file()
        let text = try #require(file.metadata["training"])
        file.metadata["training"] = "{\(entry), " + text.dropFirst()
        expectProblem("its 'training' entry is damaged", file)
    }

    @Test func weightsAloneCannotBeResumed() throws {
        let file = try Self.file(weightsOnly: true)
        #expect(!file.tensors.contains { $0.name.hasPrefix("optimizer.") })
        let checkpoint = try reading(file)
        #expect(checkpoint.training?.isResumable == false)
    }

    @Test func theOptimisersStateCanBePassedOver() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/c"
        try Self.file().write(path)
        let whole = try Checkpoint<Autoencoder>.read(path)
        let weights = try Checkpoint<Autoencoder>.read(path, weightsOnly: true)
        #expect(weights.model.parameters.array == whole.model.parameters.array)
        #expect(weights.training?.state == whole.training?.state)
        #expect(weights.training?.isResumable == false)
        // What is passed over must be there all the same.
        try ByteWriter.grow(path, from: try #require(File.bytes(path)).count - 1).finish()
        #expect(throws: SafetensorsError.self) { try Checkpoint<Autoencoder>.read(path, weightsOnly: true) }
    }

    /// As PyTorch rounded the weights of plain-sgd: to nearest, so that half a unit of the last place is lost at most.
    @Test(arguments: [("rounded-f16", Float(0x1p-11)), ("rounded-bf16", 0x1p-8)])
    func weightsRoundedByAnotherProgramAreRead(name: String, precision: Float) throws {
        let (exact, rounded) = (
            try Checkpoint<Autoencoder>.read(ParityFile.checkpoint("plain-sgd")).model,
            try Checkpoint<Autoencoder>.read(ParityFile.checkpoint(name)).model
        )
        #expect(rounded.description == exact.description)
        var differing = 0
        for (value, expected) in zip(rounded.parameters.array, exact.parameters.array) {
            #expect(abs(value - expected) <= abs(expected) * precision + 0x1p-25)
            differing += value == expected ? 0 : 1
        }
        #expect(differing > exact.parameterCount / 2)
    }

    @Test(arguments: [Safetensors.DataType.f16, .bf16]) func aRoundedStateCannotBeResumed(type: Safetensors.DataType)
        throws
    {
        var file = try Self.file()
        file.tensors = file.tensors.map {
            Safetensors.Tensor(
                name: $0.name, type: type, shape: $0.shape, bytes: [UInt8](repeating: 1, count: $0.bytes.count / 2))
        }
        let training = try #require(try reading(file).training)
        #expect(!training.isResumable)
        #expect(training.obstacle == "its numbers were rounded to \(type.rawValue)")
    }

    @Test func aModelWithoutTrainingIsFine() throws {
        var file = try Self.file(weightsOnly: true)
        file.metadata["training"] = nil
        #expect(try reading(file).training == nil)
    }

    @Test func otherFilesAreNotCheckpoints() throws {
        let tensor = Safetensors.Tensor(name: "weight", shape: [2], floats: [1, 2])
        expectProblem("it is a safetensors file, but not a checkpoint", Safetensors(tensors: [tensor]))
        expectProblem("not a checkpoint", Safetensors(metadata: ["format": "pt"], tensors: [tensor]))
        var file = try Self.file()
        file.metadata["version"] = "2"
        expectProblem("it is a checkpoint of version 2; these tools read version 1", file)
        file.metadata["version"] = nil
        expectProblem("it is a checkpoint of version none", file)
    }

    @Test func everyTensorIsNeeded() throws {
        let whole = try Self.file()
        for index in whole.tensors.indices {
            var file = whole
            let name = file.tensors.remove(at: index).name
            expectProblem("tensor '\(name)' is missing", file)
        }
    }

    @Test func nothingElseIsAllowed() throws {
        let whole = try Self.file()
        var file = whole
        file.tensors.append(Safetensors.Tensor(name: "more", shape: [1], floats: [0]))
        expectProblem("it holds \(whole.tensors.count + 1) tensors where its model has \(whole.tensors.count)", file)
        // The state of an optimiser that no training belongs to.
        file = whole
        file.metadata["training"] = nil
        expectProblem("tensors where its model has", file)
    }

    @Test func shapesTypesAndNumbersAreChecked() throws {
        let whole = try Self.file()
        for index in whole.tensors.indices {
            let tensor = whole.tensors[index]
            let values = try #require(tensor.floats())
            var file = whole
            file.tensors[index] = Safetensors.Tensor(name: tensor.name, shape: tensor.shape + [1], floats: values)
            expectProblem("tensor '\(tensor.name)' is F32 \(tensor.shape + [1]), but its model needs F32", file)
            file.tensors[index] = Safetensors.Tensor(name: tensor.name, shape: [0], floats: [])
            expectProblem("tensor '\(tensor.name)' is F32 [0], but its model needs F32 \(tensor.shape)", file)
            file.tensors[index] = Safetensors.Tensor(
                name: tensor.name, type: .i32, shape: tensor.shape, bytes: tensor.bytes)
            expectProblem("tensor '\(tensor.name)' is I32", file)
            for broken in [Float.nan, .infinity] {
                file.tensors[index] = Safetensors.Tensor(
                    name: tensor.name, shape: tensor.shape, floats: values.dropLast() + [broken])
                expectProblem("tensor '\(tensor.name)' holds numbers that are not finite", file)
            }
        }
    }

    @Test func damagedEntriesAreNamed() throws {
        let whole = try Self.file()
        for (key, text, problem) in [
            ("model", "", "its 'model' entry is damaged"), ("model", "{", "its 'model' entry is damaged"),
            ("model", "[]", "'image' is missing or wrong"), ("model", "{}", "'image' is missing or wrong"),
            ("training", "{}", "its 'training' entry is damaged"), ("training", "3", "its 'training' entry is damaged"),
            ("training", "{\"settings\": {}, \"state\": {}}", "its 'training' entry is damaged"),
        ] {
            var file = whole
            file.metadata[key] = text
            expectProblem(problem, file)
        }
        var file = whole
        file.metadata["model"] = nil
        expectProblem("its 'model' entry is missing", file)
    }

    /// Settings and state are checked entry by entry.
    @Test func trainingEntriesAreChecked() throws {
        let whole = try Self.file()
        let training = try JSON(parsing: try #require(whole.metadata["training"]))
        for part in ["settings", "state"] {
            for key in try #require(training[part]?.object?.keys) {
                for value: JSON? in [nil, .string("x"), .integer(-1), .array([.null])] {
                    var (outer, inner) = (try #require(training.object), try #require(training[part]?.object))
                    inner[key] = value
                    outer[part] = .object(inner)
                    var file = whole
                    file.metadata["training"] = JSON.object(outer).text()
                    expectProblem("its 'training' entry is damaged", file)
                }
            }
        }
    }

    /// Descriptions of models that would fill any memory, in files of a few bytes.
    @Test(arguments: [
        ("[1048576]", 2, "dense 1048576", "dense 1048576"),
        ("[28,28]", 2, "dense 100000, dense 100000", "dense 784"),
        ("[28,28]", 1_048_576, "dense 1000", "dense 784"),
        ("[28,28]", 2, "dense 1048576", "dense 784"),
        ("[1024,1024]", 2, "conv 1 kernel 64 padding 32", "dense 1048576"),
        ("[1024,1024]", 2, "conv 1, conv 1, conv 1, conv 1, conv 1, conv 1", "dense 1048576"),
        ("[8,8]", 2, "convt 1 stride 64, convt 1 stride 64", "dense 64"),
        ("[8,8]", 2, "conv 1048576, conv 1048576", "dense 64"),
        ("[1024,1024]", 2, [String](repeating: "silu", count: 40).joined(separator: ","), "dense 1048576"),
        ("[4]", 2, "dense 4", "dense 1048576, unflatten 1048576 1 1, convt 1048576 stride 64, convt 1"),
    ])
    func hostileModelsTakeNoMemory(image: String, latent: Int, encoder: String, decoder: String) {
        let model = """
            {"image": \(image), "model": "vae", "latent": \(latent), "encoder": "\(encoder)", "decoder": "\(decoder)",
            "heads": "logvar", "noise": "independent", "recon": "bce", "beta": 1}
            """
        let file = Safetensors(metadata: ["format": "vaeutils.checkpoint", "version": "1", "model": model])
        let error = #expect(throws: CheckpointError.self) { try reading(file) }
        // Not for want of a tensor, which would be missed only when all is allocated.
        #expect(error?.problem.hasPrefix("tensor") == false, "\(error?.problem ?? "no error")")
    }
}
