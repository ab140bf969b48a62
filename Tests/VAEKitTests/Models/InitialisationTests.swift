import Testing
import VAEKit

/// New weights are uniform within the bound of their layer, and the same for the same seed.
@Suite struct InitialisationTests {
    @Test(arguments: Initialisation.allCases) func weightsAreUniformWithinTheirBound(_ rule: Initialisation) throws {
        let model = try Autoencoder(try Preset.convBeta.model(imageShape: [28, 28]))
        model.initialise(rule, seed: 1)
        var fanIn = 0
        for parameter in model.parameterList {
            let values = model.values(of: parameter)
            let isWeight = parameter.name.hasSuffix(".weight")
            if isWeight && parameter.shape.count == 1 {
                #expect(values.allSatisfy { $0 == 1 })
                fanIn = 0
                continue
            }
            // PyTorch counts all dimensions but the first; a bias takes the number of its weight.
            if isWeight { fanIn = parameter.shape.dropFirst().reduce(1, *) }
            let isShift = fanIn == 0
            let bound: Float =
                switch rule {
                case _ where isShift: 0
                case .pytorch: 1 / Float(fanIn).squareRoot()
                case .half: 0.5 / Float(fanIn).squareRoot()
                case .he: isWeight ? (6 / Float(fanIn)).squareRoot() : 0
                }
            #expect(values.allSatisfy { abs($0) <= bound }, "\(parameter.name)")
            guard bound > 0, values.count > 400 else { continue }
            let count = Double(values.count)
            let mean = values.map(Double.init).reduce(0, +) / count / Double(bound)
            let square = values.map { Double($0) * Double($0) }.reduce(0, +) / count / Double(bound) / Double(bound)
            #expect(abs(mean) < 5 * (1 / 3 / count).squareRoot(), "\(parameter.name)")
            #expect(abs(square - 1.0 / 3) < 5 * (4.0 / 45 / count).squareRoot(), "\(parameter.name)")
        }
    }

    @Test func theSeedDecides() throws {
        let description = try Preset.mlpBinary.model(imageShape: [8, 8])
        let weights = try [UInt64(1), 1, 2].map { seed in
            let model = try Autoencoder(description)
            model.initialise(seed: seed)
            return model.parameters.array
        }
        #expect(weights[0] == weights[1])
        #expect(weights[0] != weights[2])
    }

    /// Drawing again forgets everything that training left.
    @Test func startsAfresh() throws {
        let example = TrainingExample.all[0]
        let run = try example.newRun()
        let model = run.trainer.model
        let (parameters, statistics) = (model.parameters.array, model.statistics.array)
        try run.train(on: LabelledImages(example.images(10)))
        #expect(model.parameters.array != parameters)
        #expect(model.statistics.array != statistics)
        model.initialise(seed: UInt64(example.settings.seed))
        #expect(model.parameters.array == parameters)
        #expect(model.statistics.array == statistics)
    }
}
