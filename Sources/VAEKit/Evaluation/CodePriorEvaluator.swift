import TensorStreams
import Threads

/// Runs a trained prior of codes: losses of codes, and draws of them, in memory that is allocated once.
public final class CodePriorEvaluator {
    public let model: CodePrior
    /// Items of a batch at most.
    public let batchSize: Int
    private let team: ThreadTeam
    private let batch: ImageBatch
    private let network: CodePriorNetwork
    private let entropy: CodeCrossEntropy
    private let codes, work: MutableTensor

    public init(_ model: CodePrior, team: ThreadTeam) {
        (self.model, self.team) = (model, team)
        batchSize = max(Tensor.lanes, min(256, (1 << 20) / model.network.widest / Tensor.lanes * Tensor.lanes))
        batch = ImageBatch(values: model.codesPerImage, capacity: batchSize, listsInk: false)
        network = CodePriorNetwork(model, capacity: batchSize, training: false)
        entropy = CodeCrossEntropy(codes: model.description.codes)
        codes = MutableTensor(zeros: model.codesPerImage * batchSize)
        work = MutableTensor(zeros: model.description.codes * batchSize)
    }

    private func pass(items: Int) -> Pass { Pass(items: items, isTraining: false, store: model.store, team: team) }

    /// The loss over the codes of many images in memory.
    public func loss(of data: DealtImages) -> () -> BatchLoss {
        let data = data.dealt(inRunsOf: batchSize)
        return { [self] in data.loss(model.terms) { loss(ofFew: $1) } }
    }

    /// The loss over at most `batchSize` images.
    private func loss(ofFew images: LabelledImages) -> BatchLoss {
        batch.load(images, team: team)
        let pass = pass(items: images.count)
        let losses = entropy.losses(
            logits: Tensor(network.forward(batch.images, pass)), of: batch.images, weights: batch.weights,
            gradient: nil, work: work, pass)
        return BatchLoss(model.terms, codeLosses: losses, places: model.codesPerImage, pass)
    }

    /// Draws the codes of at most `batchSize` images, one place after the other.
    ///
    /// - Parameter first: number of the first, which with the seed decides what is drawn.
    /// - Returns: items × codes of an image.
    public func draw(_ count: Int, seed: UInt64, first: Int) -> [Int] {
        let pass = pass(items: count)
        let (places, columns) = (model.codesPerImage, pass.columns)
        let codes = codes[0..<places * columns]
        codes.fill(0)
        let noise = (0..<count).map { NoiseSource(seed: seed).derived(UInt64(first + $0)) }
        for place in 0..<places {
            let logits = Tensor(network.forward(Tensor(codes), pass))
            let size = model.description.codes * columns
            let shares = work[0..<size]
            CrossEntropyKernel(classes: model.description.codes).probabilities(
                logits: logits[place * size..<(place + 1) * size], output: shares, columns: columns)
            for item in 0..<count {
                let uniform = Float(noise[item].bits(at: UInt64(place)) >> 40) * 0x1p-24
                codes[place * columns + item] = Float(choice(of: shares, column: item, columns, uniform))
            }
        }
        return (0..<count * places).map { Int(codes[$0 % places * columns + $0 / places]) }
    }

    /// The code at which the shares before it and its own come to more than a number within 0 ..< 1.
    private func choice(of shares: MutableTensor, column: Int, _ columns: Int, _ uniform: Float) -> Int {
        var sum: Float = 0
        let codes = model.description.codes
        for code in 0..<codes {
            sum += shares[code * columns + column]
            if sum > uniform { return code }
        }
        return codes - 1
    }
}
