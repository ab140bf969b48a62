import TensorStreams
import Threads

/// Runs a trained classifier on batches of images, in memory that is allocated once.
public final class ClassifierEvaluator {
    public let model: Classifier
    /// Items of a batch at most.
    public let batchSize: Int
    private let team: ThreadTeam
    private let batch: ImageBatch
    private let kernel: CrossEntropyKernel
    private let network: Workspace
    private let losses: MutableTensor

    /// What a classifier makes of some images.
    public struct Classification: Sendable {
        /// items × features: what the last layer before the classes puts out, in PyTorch's order.
        public var features: [Float]
        /// items × classes; each item's sum to 1.
        public var probabilities: [Float]
        /// The most likely class of each item.
        public var classes: [Int]
        /// −log p(label) of each item in nats, where labels were given.
        public var losses: [Float]

        /// Summed, where labels were given.
        public func loss(terms: [String], labels: [Int]) -> BatchLoss {
            var loss = BatchLoss(terms)
            (loss.items, loss.loss) = (losses.count, losses.reduce(0) { $0 + Double($1) })
            loss.terms[0] = Double(zip(classes, labels).count { $0 == $1 })
            return loss
        }
    }

    public init(_ model: Classifier, team: ThreadTeam) {
        self.model = model
        self.team = team
        batchSize = Self.batchSize(for: model)
        batch = ImageBatch(
            values: MapShape(imageShape: model.imageShape).count, capacity: batchSize,
            listsInk: model.network.takesSparse)
        kernel = CrossEntropyKernel(classes: model.description.classes)
        losses = MutableTensor(zeros: batchSize)
        network = Workspace(model.network, columns: batchSize, training: false)
    }

    /// As many items as keep the largest map within a few megabytes, which caches hold.
    public static func batchSize(for model: Classifier) -> Int {
        max(Tensor.lanes, min(256, (1 << 20) / model.network.widest / Tensor.lanes * Tensor.lanes))
    }

    /// Classifies at most `batchSize` images.
    ///
    /// - Parameter images: with labels within the classes of the model, or without, which asks for no losses.
    public func classify(_ images: LabelledImages) -> Classification {
        batch.load(images, team: team)
        let pass = Pass(items: images.count, isTraining: false, store: model.store, team: team)
        let logits = network.forward(batch.images, sparse: batch.sparse, pass)
        let scores = Tensor(logits)
        let classes = (0..<pass.items).map { scores.largestRow(column: $0, columns: pass.columns) }
        let losses = images.labels.isEmpty ? [] : losses(scores, pass)
        kernel.probabilities(logits: scores, output: logits, columns: pass.columns)
        return Classification(
            features: byItem(network.value(model.features.slot, pass), model.features.shape, pass),
            probabilities: byItem(scores, model.network.outputShape, pass), classes: classes, losses: losses)
    }

    /// The loss over many images in memory, and the accuracy.
    public func loss(of data: DealtImages) -> () -> BatchLoss {
        let data = data.dealt(inRunsOf: batchSize)
        return { [self] in
            data.loss(model.terms) { classify($1).loss(terms: model.terms, labels: $1.labels) }
        }
    }

    private func losses(_ logits: Tensor, _ pass: Pass) -> [Float] {
        let result = losses[0..<pass.columns]
        kernel.evaluate(
            logits: logits, labels: batch.labels, weights: batch.weights, losses: result, gradient: nil, team: team)
        return Array(result.array[0..<pass.items])
    }

    /// `values × columns` to `items × values`, in PyTorch's order of a map's values.
    private func byItem(_ values: Tensor, _ shape: MapShape, _ pass: Pass) -> [Float] {
        let places = (0..<shape.count).map { shape.place(of: $0) * pass.columns }
        // Adding nothing makes the −0 of a rectifier 0.
        return (0..<pass.items).flatMap { item in places.map { values[$0 + item] + 0 } }
    }
}
