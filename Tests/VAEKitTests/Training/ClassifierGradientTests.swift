import TensorStreams
import Testing
import Threads
import VAEKit

/// The gradient of every parameter of a classifier against central differences of the loss.
@Suite struct ClassifierGradientTests {
    @Test(arguments: [
        ([3, 5], "dense 7, tanh"),
        ([7, 6, 2], "conv 5 stride 2, tanh, conv 3 kernel 2 padding 0, elu, flatten, dense 6, silu"),
        ([4, 4, 2], "conv 17 stride 2, batchnorm, silu, dense 6, batchnorm, tanh"),
        ([5, 4], "conv 3, sigmoid"),
    ])
    func gradientsAgreeWithDifferences(shape: [Int], network: String) throws {
        let model = try Classifier(
            ClassifierDescription(imageShape: shape, classes: 4, network: try LayerLanguage.parse(network)))
        model.initialise(seed: 3)
        var settings = TrainingSettings()
        settings.batch = 5
        let trainer = model.trainer(settings, team: ThreadTeam(threads: 2))
        let format = ItemFormat(type: .f32, shape: shape)
        let images = TensorBatch(
            format: format, floats: testNumbers(5 * format.valuesPerItem, seed: 9).map { ($0 + 1) / 2 })
        let data = LabelledImages(images, labels: [3, 0, 1, 1, 2])
        let moment = TrainingMoment(step: 1, rate: 0)
        let gradients = trainer.lossAndGradients(data, at: moment).gradients
        for parameter in model.parameterList {
            let gradient = try #require(gradients[parameter.name])
            let values = model.values(of: parameter)
            for index in stride(from: 0, to: parameter.count, by: max(1, parameter.count / 20)) {
                func slope(_ step: Float) -> Double {
                    let sides = [step, -step].map { change in
                        var changed = values
                        changed[index] += change
                        model.setValues(changed, of: parameter)
                        return trainer.lossAndGradients(data, at: moment).loss.mean.loss
                    }
                    return (sides[0] - sides[1]) / Double(2 * step)
                }
                // Two step sizes cancel the cubic term.
                let difference = (4 * slope(0.01) - slope(0.02)) / 3
                model.setValues(values, of: parameter)
                #expect(
                    abs(Double(gradient[index]) - difference) < 5e-4 * max(1, abs(difference)),
                    "\(parameter.name)[\(index)]: \(gradient[index]) against \(difference)" as Comment)
            }
        }
    }
}
