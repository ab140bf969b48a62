import TensorStreams
import Testing
import Threads
import VAEKit

@Suite struct ClassifierEvaluatorTests {
    private static let images: TensorBatch = {
        let format = ItemFormat(type: .f32, shape: [5, 6, 3])
        return TensorBatch(format: format, floats: testNumbers(22 * format.valuesPerItem, seed: 2).map { ($0 + 1) / 2 })
    }()

    private static func evaluator(threads: Int) throws -> ClassifierEvaluator {
        let network = try LayerLanguage.parse("conv 5, batchnorm, relu, conv 3 stride 2, tanh")
        let model = try Classifier(ClassifierDescription(imageShape: [5, 6, 3], classes: 7, network: network))
        model.initialise(.he, seed: 4)
        return ClassifierEvaluator(model, team: ThreadTeam(threads: threads))
    }

    /// An item's numbers do not depend on the batch it is in, nor on the threads.
    @Test func batchesDoNotShow() throws {
        let labels = (0..<22).map { $0 % 7 }
        let whole = try Self.evaluator(threads: 2).classify(LabelledImages(Self.images, labels: labels))
        let other = try Self.evaluator(threads: 1)
        for range in [0..<1, 1..<17, 17..<22] {
            let part = other.classify(
                LabelledImages(Self.images, labels: labels).items(in: range))
            #expect(part.features == Array(whole.features[range.lowerBound * 27..<range.upperBound * 27]))
            #expect(part.probabilities == Array(whole.probabilities[range.lowerBound * 7..<range.upperBound * 7]))
            #expect(part.classes == Array(whole.classes[range]))
            #expect(part.losses == Array(whole.losses[range]))
        }
    }

    @Test func numbersFitTogether() throws {
        let labels = (0..<22).map { $0 % 7 }
        let result = try Self.evaluator(threads: 1).classify(LabelledImages(Self.images, labels: labels))
        for item in 0..<22 {
            let own = Array(result.probabilities[item * 7..<(item + 1) * 7])
            #expect(abs(own.reduce(0, +) - 1) < 1e-6)
            #expect(own[result.classes[item]] == own.max())
            #expect(abs(result.losses[item] + ElementaryFunction.log([own[labels[item]]])[0]) < 1e-5)
        }
    }

    @Test func withoutLabelsThereIsNoLoss() throws {
        #expect(try Self.evaluator(threads: 1).classify(LabelledImages(Self.images)).losses == [])
    }
}
