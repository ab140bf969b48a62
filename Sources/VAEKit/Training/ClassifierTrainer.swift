import TensorStreams

/// One step of a classifier's training after another, in memory that is allocated once.
public final class ClassifierTrainer {
    public let model: Classifier
    let optimizer: Optimizer
    private let gradients: Tensor
    private let team: ThreadTeam
    private let batch: ImageBatch
    private let kernel: CrossEntropyKernel
    private let logits: Tensor
    private let losses: Tensor
    private let featureGradient: Tensor
    private let headWork: Tensor
    private var classes: [Int]
    /// What the body put out for the items.
    private var features = Tensor(zeros: 0)

    /// - Parameter settings: batch size and optimiser; the weights are the model's own.
    public init(_ model: Classifier, settings: TrainingSettings, team: ThreadTeam) {
        let capacity = Tensor.columns(for: model.cut(batch: settings.batch).largest)
        self.model = model
        self.team = team
        optimizer = Optimizer(settings.optimizer, count: model.parameters.count)
        gradients = Tensor(zeros: model.parameters.count)
        batch = ImageBatch(
            values: MapShape(imageShape: model.imageShape).count, capacity: capacity,
            listsInk: model.body.takesSparse)
        kernel = CrossEntropyKernel(classes: model.description.classes)
        model.body.prepare(columns: capacity, training: true)
        logits = Tensor(zeros: model.description.classes * capacity)
        losses = Tensor(zeros: capacity)
        featureGradient = Tensor(zeros: model.featureCount * capacity)
        headWork = Tensor(zeros: model.head.workCount(columns: capacity, training: true))
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
        let loss = evaluate(images, labels: labels, items: items)
        guard loss.loss.isFinite else { return loss }
        if optimizer.needsNorm {
            differentiate(update: nil)
            optimizer.update(parameters: model.parameters, gradients: gradients, step: step, rate: rate, team: team)
        } else {
            differentiate(update: optimizer.update(of: model.parameters, step: step, rate: rate))
        }
        return loss
    }

    private var pass: Batch { Batch(items: batch.items, isTraining: true, team: team) }

    /// Takes the items forward, and puts the gradient of their mean loss for the logits in the logits' place.
    private func evaluate(
        _ images: TensorBatch, labels: [Int], items: some RandomAccessCollection<Int>
    ) -> ClassifierLoss {
        batch.load(images, items: items, threshold: nil, team: team)
        for (column, item) in items.enumerated() { classes[column] = labels[item] }
        let pass = pass
        let (parameters, statistics) = (model.parameters, model.statistics)
        features = model.body.forward(
            batch.images, sparse: batch.sparse, parameters: parameters, statistics: statistics, batch: pass)
        let logits = logits[0..<model.description.classes * pass.columns]
        model.head.forward(features, logits, parameters: parameters, batch: pass)
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
        let pass = pass
        let parameters = model.parameters
        let use = GradientUse(kept: gradients, update: update)
        let featureGradient = featureGradient[0..<features.count]
        let tail = model.body.tail(columns: pass.columns)
        model.head.backward(
            input: features, outputGradient: logits[0..<model.description.classes * pass.columns],
            inputGradient: featureGradient, tail: tail ?? .none, parameters: parameters, gradients: use, work: headWork,
            batch: pass)
        _ = model.body.backward(
            input: batch.images, sparse: batch.sparse, outputGradient: featureGradient, isPastTail: tail != nil,
            wantsInputGradient: false, parameters: parameters, gradients: use, batch: pass)
    }
}

extension ClassifierTrainer {
    /// The loss of a batch and its gradient for every parameter in PyTorch's order, with no update: for gradient checks.
    package func lossAndGradients(
        _ images: TensorBatch, labels: [Int]
    ) -> (loss: ClassifierLoss, gradients: [String: [Float]]) {
        let loss = evaluate(images, labels: labels, items: 0..<images.count)
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
