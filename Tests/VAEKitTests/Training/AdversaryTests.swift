import TensorStreams
import TestSupport
import Testing
import Threads
import VAEKit

/// A discriminator learns of its own loss, and of nothing else; and the model of nothing but what it is charged.
@Suite struct AdversaryTests {
    private static func example(
        _ objective: String, encoder: String = "dense 7, batchnorm, tanh"
    ) throws -> TrainingExample {
        var example = try TrainingExample(objective, [4, 5], encoder, "dense 9, relu, dense 20")
        example.model.latent = 3
        example.model.objective = try ObjectiveDescription(parsing: objective)
        return example
    }

    private let moment = TrainingMoment(step: 1, rate: 0)

    /// The gradient of every weight of a discriminator against central differences of its loss.
    @Test(arguments: ["factor hidden 6 layers 2", "wae-gan hidden 5 layers 1"])
    func itsGradientIsThatOfItsLoss(objective: String) throws {
        let example = try Self.example(objective)
        let trainer = try example.newRun().trainer
        let images = LabelledImages(example.images(7))
        let store = try #require(trainer.model.discriminator).store
        let gradients = trainer.lossAndGradients(images, items: 0..<5, at: moment).gradients
        for parameter in store.parameters {
            let (values, gradient) = (store.values(of: parameter), try #require(gradients[parameter.name]))
            for index in 0..<min(parameter.count, 12) {
                let sides = try [Float(0.002), -0.002].map { change in
                    var changed = values
                    changed[index] += change
                    store.set(parameter, to: changed)
                    let loss = trainer.lossAndGradients(images, items: 0..<5, at: moment).loss.mean
                    return try #require(loss["discriminator"])
                }
                store.set(parameter, to: values)
                let difference = (sides[0] - sides[1]) / 0.004
                #expect(abs(Double(gradient[index]) - difference) < 2e-3, "\(parameter.name)[\(index)]")
            }
        }
    }

    /// What the discriminator learns leaves the model alone: where its verdicts cost nothing, training is that without it.
    @Test(arguments: ["factor gamma 0 hidden 6 layers 2", "wae-gan weight 0 hidden 6 layers 2"])
    func withoutWeightItChangesNothing(objective: String) throws {
        let numbers = try [objective, "elbo"].map { objective in
            let example = try Self.example(objective)
            let run = try example.newRun()
            try example.train(run, images: 17)
            return [run.trainer.model.parameters.array, run.trainer.model.statistics.array]
        }
        #expect(numbers[0] == numbers[1])
    }

    /// How sure it is does not show in the total correlation's gradient, whose logits go in as they are.
    @Test func suretyLeavesTheGradientOfLogitsAlone() throws {
        let example = try Self.example("factor gamma 5 hidden 6 layers 2")
        let trainer = try example.newRun().trainer
        let store = try #require(trainer.model.discriminator).store
        let bias = try #require(store.parameters.last)
        #expect(bias.name == "discriminator.4.bias" && bias.shape == [2])
        let images = LabelledImages(example.images(9))
        let results = [Float(0), 10, 40, -40].map { shift in
            store.set(bias, to: [shift, -shift])
            return trainer.lossAndGradients(images, at: moment)
        }
        for (number, shift) in [0.0, 20, 80, -80].enumerated() {
            let tc = try results.map { try #require($0.loss.mean["tc"]) }
            #expect(abs(tc[number] - tc[0] - shift) < 1e-4)
            for name in ["encoder.0.weight", "mean.weight", "logvar.weight"] {
                let (first, sure) = try (
                    #require(results[0].gradients[name]), #require(results[number].gradients[name])
                )
                let error = zip(first, sure).map { abs($0 - $1) }.max() ?? .infinity
                #expect(error < 1e-5, "\(name) where the odds are e^\(shift)")
            }
        }
    }

    /// Latents whose coordinates are copies of each other are told from permuted ones, and held to cost.
    @Test func learnsToTellLatents() throws {
        var example = try Self.example("factor gamma 0 hidden 32 layers 2 rate 0.01", encoder: "dense 7, tanh")
        (example.settings.epochs, example.settings.batch) = (120, 32)
        example.settings.optimizer.rate = 0
        let run = try example.newRun()
        let model = run.trainer.model
        for parameter in model.parameterList where ["mean.weight", "logvar.bias"].contains(parameter.name) {
            let row = (0..<7).map { 2 * Float($0 % 3) - 2 }
            model.store.set(
                parameter, to: parameter.shape == [3] ? [-9, -9, -9] : row + row + row)
        }
        try run.train(on: LabelledImages(example.images(64)))
        let losses = run.state.history.map(\.loss)
        let (first, last) = (try #require(losses[0]["discriminator"]), try #require(losses[119]["discriminator"]))
        #expect(abs(first - 0.69) < 0.1 && last < 0.3, "from \(first) to \(last)")
        #expect(try #require(losses[119]["tc"]) > 1)
    }

    /// A model that begins from another has its discriminator, or a new one where that has none of these layers.
    @Test func aNewRunHasTheDiscriminatorThatIsThere() throws {
        let run = try Self.example("factor hidden 6 layers 2").newRun()
        try run.train(on: LabelledImages(Self.example("elbo").images(17)))
        let trained = try #require(run.trainer.model as? Autoencoder)
        func weights(_ objective: String, seed: UInt64 = 0) throws -> [Float] {
            var model = trained.description
            model.objective = try ObjectiveDescription(parsing: objective)
            let store = try #require(try Autoencoder(model, weightsOf: trained, seed: seed).discriminator).store
            return store.values(of: store.parameters[0])
        }
        let store = try #require(trained.discriminator).store
        #expect(try weights("factor gamma 3 hidden 6 layers 2 rate 1") == store.values(of: store.parameters[0]))
        #expect(try weights("wae-gan hidden 6 layers 2") == store.values(of: store.parameters[0]))
        #expect(try weights("factor hidden 7 layers 2").count == 21)
        #expect(try weights("factor hidden 7 layers 2") != weights("factor hidden 7 layers 2", seed: 1))
    }

    /// What is evaluated has the terms too, the same for any number of threads.
    @Test(arguments: ["factor hidden 6 layers 2", "wae-gan hidden 5 layers 1"])
    func isEvaluated(objective: String) throws {
        let example = try Self.example(objective)
        let model = try #require(example.newRun().trainer.model as? Autoencoder)
        let losses = [1, 2].map {
            Evaluator(model, team: ThreadTeam(threads: $0)).loss(
                of: DealtImages(LabelledImages(example.images(19))), seed: 3)()
        }
        #expect(losses[0] == losses[1])
        let rival = try #require(losses[0].mean["discriminator"])
        #expect(abs(rival - 0.69) < 0.3)
    }
}
