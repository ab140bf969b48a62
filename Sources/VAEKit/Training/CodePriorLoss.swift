import Glibc

/// The loss of a prior of codes: −log p of an image's codes in nats.
final class CodePriorLoss: ModelLoss {
    let batch: ImageBatch
    private let terms: [String]
    private let places: Int
    private let network: CodePriorNetwork
    private let entropy: CodeCrossEntropy
    private let work: MutableTensor
    private var logits = MutableTensor(zeros: 0)

    /// - Parameter capacity: columns of the widest batch.
    init(_ model: CodePrior, capacity: Int) {
        batch = ImageBatch(values: model.codesPerImage, capacity: capacity, listsInk: false)
        (terms, places) = (model.terms, model.codesPerImage)
        network = CodePriorNetwork(model, capacity: capacity, training: true)
        entropy = CodeCrossEntropy(codes: model.description.codes)
        work = MutableTensor(zeros: capacity)
    }

    func evaluate(at moment: TrainingMoment, noise: StepNoise, _ pass: Pass) -> BatchLoss {
        logits = network.forward(batch.images, pass)
        let losses = entropy.losses(
            logits: Tensor(logits), of: batch.images, weights: batch.weights, gradient: logits, work: work, pass)
        pass.profile?.lap(.loss)
        return BatchLoss(terms, codeLosses: losses, places: places, pass)
    }

    func differentiate(_ gradients: GradientUse, _ pass: Pass) {
        network.backward(logits, of: batch.images, gradients, pass)
    }
}

extension BatchLoss {
    /// The loss of a batch of codes, given that of each column in nats.
    init(_ terms: [String], codeLosses: [Double], places: Int, _ pass: Pass) {
        self.init(terms)
        items = pass.items
        loss = codeLosses.prefix(items).reduce(0, +)
        self["bits_per_code"] = loss / Double(places) / log(2)
    }
}
