import TensorStreams
import Threads

/// One step of a classifier's training after another, in memory that is allocated once.
public final class ClassifierTrainer {
    public let model: Classifier
    let optimizer: Optimizer
    private let gradients: Tensor
    private let team: ThreadTeam
    private let batch: ImageBatch
    private let kernel: CrossEntropyKernel
    private let losses: Tensor
    private let vector: Tensor
    private let network: Workspace
    private let dropout: NoiseSource
    /// The number of the step at work.
    private var step = 0
    private var classes: [Int]
    /// What the network put out for the items, and then the gradient for that.
    private var logits = Tensor(zeros: 0)

    /// - Parameter settings: batch size and optimiser; the weights are the model's own.
    public init(_ model: Classifier, settings: TrainingSettings, team: ThreadTeam) {
        let capacity = Tensor.columns(for: model.cut(batch: settings.batch).largest)
        self.model = model
        self.team = team
        optimizer = Optimizer(settings.optimizer, count: model.store.values.count)
        gradients = Tensor(zeros: model.store.values.count)
        batch = ImageBatch(
            values: MapShape(imageShape: model.imageShape).count, capacity: capacity,
            listsInk: model.network.takesSparse)
        kernel = CrossEntropyKernel(classes: model.description.classes)
        network = Workspace(model.network, columns: capacity, training: true)
        losses = Tensor(zeros: capacity)
        vector = Tensor(zeros: model.store.longestVector)
        dropout = NoiseSource(seed: UInt64(settings.seed)).derived(RandomStream.dropout.rawValue)
        classes = [Int](repeating: 0, count: capacity)
    }

    /// Trains on the items of `images` with the given numbers; `labels` has the class of every image.
    ///
    /// - Parameters:
    ///   - step: number of this step in the run, from 1: it corrects Adam's bias.
    /// - Returns: the loss before the update. Where it is not finite, nothing is updated.
    public func step(
        _ images: TensorBatch, labels: [Int], items: some RandomAccessCollection<Int>, step: Int, rate: Double
    ) -> ClassifierLoss {
        self.step = step
        let loss = evaluate(images, labels: labels, items: items)
        guard loss.loss.isFinite else { return loss }
        if optimizer.needsNorm {
            gradients.fill(0)
            differentiate(update: nil)
            optimizer.update(parameters: model.store.values, gradients: gradients, step: step, rate: rate, team: team)
        } else {
            differentiate(update: optimizer.update(of: model.store.values, step: step, rate: rate))
        }
        return loss
    }

    private var pass: Pass {
        Pass(
            items: batch.items, isTraining: true, store: model.store, noise: dropout.derived(UInt64(step)), team: team)
    }

    /// Takes the items forward, and puts the gradient of their mean loss for the logits in the logits' place.
    private func evaluate(
        _ images: TensorBatch, labels: [Int], items: some RandomAccessCollection<Int>
    ) -> ClassifierLoss {
        batch.load(images, items: items, threshold: nil, team: team)
        for (column, item) in items.enumerated() { classes[column] = labels[item] }
        let pass = pass
        logits = network.forward(batch.images, sparse: batch.sparse, pass)
        var loss = ClassifierLoss()
        loss.items = pass.items
        for item in 0..<pass.items where logits.largestRow(column: item, columns: pass.columns) == classes[item] {
            loss.correct += 1
        }
        kernel.evaluate(
            logits: logits, labels: classes, weights: batch.weights, losses: losses[0..<pass.columns],
            gradient: logits, team: team)
        for item in 0..<pass.items { loss.loss += Double(losses[item]) }
        return loss
    }

    /// Takes the loss of the items that last went forward back: each gradient is kept, or applied as soon as it is known.
    private func differentiate(update: ParameterUpdate?) {
        network.backward(logits, GradientUse(kept: gradients, vector: vector, update: update), pass)
    }
}

extension ClassifierTrainer {
    /// The loss of a batch and its gradient for every parameter in PyTorch's order, with no update: for gradient checks.
    package func lossAndGradients(
        _ images: TensorBatch, labels: [Int]
    ) -> (loss: ClassifierLoss, gradients: [String: [Float]]) {
        let loss = evaluate(images, labels: labels, items: 0..<images.count)
        gradients.fill(0)
        differentiate(update: nil)
        let pairs = model.parameterList.map { ($0.name, $0.read(from: gradients)) }
        return (loss, Dictionary(uniqueKeysWithValues: pairs))
    }
}

extension Tensor {
    /// The row of `rows × columns` that holds the largest number of a column; the first of several.
    func largestRow(column: Int, columns: Int) -> Int {
        var best = 0
        for row in 1..<count / columns where self[row * columns + column] > self[best * columns + column] { best = row }
        return best
    }
}
