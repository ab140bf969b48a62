/// A classifier's loss: the cross-entropy of the labels. Its term is the accuracy: how many items have their label as their
/// most likely class.
final class ClassifierLoss: ModelLoss {
    let batch: ImageBatch
    private let terms: [String]
    private let kernel: CrossEntropyKernel
    private let losses: MutableTensor
    private let network: Workspace
    /// What the network put out for the items, and then the gradient for that.
    private var logits = MutableTensor(zeros: 0)

    /// - Parameter capacity: columns of the widest batch.
    init(_ model: Classifier, capacity: Int) {
        batch = ImageBatch(
            values: MapShape(imageShape: model.imageShape).count, capacity: capacity,
            listsInk: model.network.takesSparse)
        terms = model.terms
        kernel = CrossEntropyKernel(classes: model.description.classes)
        losses = MutableTensor(zeros: capacity)
        network = Workspace(model.network, columns: capacity, training: true)
    }

    func evaluate(at moment: TrainingMoment, noise: StepNoise, _ pass: Pass) -> BatchLoss {
        logits = network.forward(batch.images, sparse: batch.sparse, pass)
        var loss = BatchLoss(terms)
        loss.items = pass.items
        let scores = Tensor(logits)
        for item in 0..<pass.items where scores.largestRow(column: item, columns: pass.columns) == batch.labels[item] {
            loss.terms[0] += 1
        }
        kernel.evaluate(
            logits: scores, labels: batch.labels, weights: batch.weights, losses: losses[0..<pass.columns],
            gradient: logits, team: pass.team)
        pass.profile?.lap(.loss)
        for item in 0..<pass.items { loss.loss += Double(losses[item]) }
        return loss
    }

    func differentiate(_ gradients: GradientUse, _ pass: Pass) { network.backward(logits, gradients, pass) }
}

extension Tensor {
    /// The row of `rows × columns` that holds the largest number of a column; the first of several.
    func largestRow(column: Int, columns: Int) -> Int {
        var best = 0
        for row in 1..<count / columns where self[row * columns + column] > self[best * columns + column] { best = row }
        return best
    }
}
