import TensorStreams
import TestSupport
import Testing
import Threads
import VAEKit

@Suite struct ClassifierCheckpointTests {
    private static func model() throws -> Classifier {
        let network = try LayerLanguage.parse("conv 3 stride 2, batchnorm, relu, flatten, dense 5, batchnorm, relu")
        let model = try Classifier(ClassifierDescription(imageShape: [6, 4, 2], classes: 3, network: network))
        model.initialise(seed: 1)
        return model
    }

    private static let settings: TrainingSettings = {
        var settings = TrainingSettings()
        settings.optimizer.kind = .sgd
        return settings
    }()

    /// Two epochs, one of them with a validation.
    private static let state: TrainingState = {
        var state = TrainingState(terms: ["accuracy"])
        (state.epoch, state.step, state.seen) = (2, 8, 100)
        var mean = BatchLoss(["accuracy"])
        (mean.items, mean.loss, mean["accuracy"]) = (1, 0.5, 0.75)
        state.history = [TrainingState.Epoch(loss: mean), TrainingState.Epoch(loss: mean, validation: mean)]
        return state
    }()

    /// A checkpoint as a file that tests spoil.
    private static func file() throws -> Safetensors {
        let folder = try TemporaryFolder()
        let model = try model()
        let run = TrainingRun(
            model.trainer(settings, team: ThreadTeam(threads: 1)), settings: settings, state: state)
        try run.write(folder.path + "/c")
        return try Safetensors.read(folder.path + "/c")
    }

    private func reading(_ file: Safetensors) throws -> Checkpoint<Classifier> {
        let folder = try TemporaryFolder()
        try file.write(folder.path + "/c")
        return try Checkpoint<Classifier>.read(folder.path + "/c")
    }

    private func expectProblem(_ problem: String, _ file: Safetensors) {
        let error = #expect(throws: CheckpointError.self) { try reading(file) }
        #expect(error?.problem.contains(problem) == true, "\(error?.problem ?? "no error")")
    }

    @Test func namesOfClassesReadBack() throws {
        var description = try Self.model().description
        description.names = ["cat", "dog", "eel"]
        #expect(try ClassifierDescription(json: description.json) == description)
        #expect(try ClassifierDescription(json: Self.model().description.json).names == nil)
        for names in [["cat", "dog"], ["cat", "cat", "dog"], ["cat", "", "dog"], ["cat", "a\tb", "dog"]] {
            description.names = names
            #expect(throws: NetworkError.self) { try ClassifierDescription(json: description.json) }
        }
    }

    @Test func readsBack() throws {
        let file = try Self.file()
        let checkpoint = try reading(file)
        #expect(checkpoint.model.description == (try Self.model()).description)
        #expect(checkpoint.training?.state == Self.state)
        #expect(checkpoint.training?.isResumable == true)
        let folder = try TemporaryFolder()
        try checkpoint.write(folder.path + "/again")
        #expect(try Safetensors.read(folder.path + "/again") == file)
    }

    @Test func namesAndShapesArePyTorchs() throws {
        let model = try Self.model()
        #expect(
            model.parameterList.map { "\($0.name) \($0.shape)" } == [
                "features.0.weight [3, 2, 3, 3]", "features.0.bias [3]", "features.1.weight [3]", "features.1.bias [3]",
                "features.4.weight [5, 18]", "features.4.bias [5]", "features.5.weight [5]", "features.5.bias [5]",
                "classifier.weight [3, 5]", "classifier.bias [3]",
            ])
        #expect(model.featureCount == 5)
    }

    @Test func everyTensorIsNeeded() throws {
        let whole = try Self.file()
        for index in whole.tensors.indices {
            var file = whole
            let name = file.tensors.remove(at: index).name
            expectProblem("tensor '\(name)' is missing", file)
        }
        var file = whole
        file.tensors.append(Safetensors.Tensor(name: "more", shape: [1], floats: [0]))
        expectProblem("it holds \(whole.tensors.count + 1) tensors where its model has \(whole.tensors.count)", file)
    }

    /// Entries of the description and of the training, one after another, with values that cannot be.
    @Test func entriesAreChecked() throws {
        let whole = try Self.file()
        for key in ["model", "training"] {
            let text = try #require(whole.metadata[key])
            let entry = try #require(try JSON(parsing: text).object)
            for name in entry.keys {
                for value: JSON? in [nil, .string("x"), .integer(-1), .array([.null])] {
                    var object = entry
                    object[name] = value
                    var file = whole
                    file.metadata[key] = JSON.object(object).text()
                    #expect(throws: CheckpointError.self, "\(name)") { try reading(file) }
                }
            }
        }
        for classes in [0, 1, 1 << 40] {
            var file = whole
            file.metadata["model"] = "{\"image\": [6, 4, 2], \"model\": \"classifier\", \"classes\": \(classes)}"
            expectProblem("'classes' is missing or wrong", file)
        }
    }

    @Test func hostileDescriptionsTakeNoMemory() throws {
        for network in ["dense 1048576", "dense 60000, dense 60000", "conv 1 kernel 64 padding 32, conv 1 kernel 64"] {
            let model =
                "{\"image\": [1024, 1024], \"model\": \"classifier\", \"classes\": 60000, \"network\": \"\(network)\"}"
            let file = Safetensors(metadata: ["format": "vaeutils.checkpoint", "version": "1", "model": model])
            let error = #expect(throws: CheckpointError.self) { try reading(file) }
            #expect(error?.problem.hasPrefix("tensor") == false, "\(error?.problem ?? "no error")")
        }
    }

    @Test func eachKindKnowsTheOther() throws {
        let folder = try TemporaryFolder()
        try Self.file().write(folder.path + "/classifier")
        let wrong = #expect(throws: CheckpointError.self) {
            try Checkpoint<Autoencoder>.read(folder.path + "/classifier")
        }
        #expect(wrong?.problem == "it is a classifier of clf-fit, not an autoencoder: use clf-eval, or vae-info")
        let run = try TrainingExample.all[0].newRun()
        try run.write(folder.path + "/autoencoder")
        let other = #expect(throws: CheckpointError.self) {
            try Checkpoint<Classifier>.read(folder.path + "/autoencoder")
        }
        #expect(other?.problem == "it is an autoencoder of vae-fit, not a classifier: use vae-eval, or vae-encode")
    }
}
