import TensorStreams
import Threads

/// The loss of an autoencoder by the densities of its draws alone, as several levels of latents need it: pairs of item and
/// draw are the columns of all that comes after the encoder.
///
/// log w = log p(x | z_1) + beta · Σ (log p − log q) over the levels.
final class ChainLoss: ModelLoss {
    private let terms: [String]
    private let beta: Double
    private let draws: Draws
    private let encoder: ImageEncoder
    private let decoder: BatchDecoder
    private let chain: LatentChain
    private let targets: DrawTargets
    private let weighing: DrawWeights
    /// What the encoder says of each draw, rows × columns of the draws; and its gradient, rows × columns of the batch.
    private let heads: MutableTensor
    private let headGradient: MutableTensor
    private let rows: Int
    private let ones: Tensor
    private let scaledShares: MutableTensor
    private var warmBeta = 0.0
    let usesParametersTwice: Bool

    /// - Parameters:
    ///   - capacity: columns of the widest batch.
    ///   - drawCapacity: columns of its draws.
    ///   - corruption: what is done to the images that the encoder sees.
    init(_ model: Autoencoder, capacity: Int, drawCapacity: Int, corruption: Corruption?) {
        let description = model.description
        (terms, beta, draws) = (model.terms, description.beta, description.objective.regulariser.draws)
        decoder = BatchDecoder(model, capacity: drawCapacity)
        encoder = ImageEncoder(model, capacity: capacity, corruption: corruption, sharing: decoder.workspace)
        chain = LatentChain(model, capacity: drawCapacity, sharing: decoder.workspace)
        targets = DrawTargets(values: description.image.count, draws: draws.count, capacity: drawCapacity)
        weighing = DrawWeights(draws, drawCapacity: drawCapacity)
        rows = model.encoder.outputShape.count
        heads = MutableTensor(zeros: rows * drawCapacity)
        headGradient = MutableTensor(zeros: rows * capacity)
        ones = Tensor([Float](repeating: 1, count: drawCapacity))
        scaledShares = MutableTensor(zeros: drawCapacity)
        usesParametersTwice = model.prior.usesEncoder
    }

    var batch: ImageBatch { encoder.batch }

    private func kernel(_ pass: Pass) -> DrawsKernel { DrawsKernel(draws: draws.count, items: pass.items) }

    func evaluate(at moment: TrainingMoment, noise: StepNoise, _ pass: Pass) -> BatchLoss {
        warmBeta = beta * moment.warmup
        let drawing = pass.drawing(draws.count)
        let spreadHeads = heads[0..<rows * drawing.columns]
        kernel(pass).spread(Tensor(encoder.forward(noise, pass)), into: spreadHeads, team: pass.team)
        setNoise(noise.source(.noise), drawing)
        chain.prepare(pass)
        chain.draw(from: Tensor(spreadHeads), drawing)
        let images = targets.spread(batch, drawing)
        pass.profile?.lap(.posterior)
        let areAlike = draws.weighing == .alike
        if areAlike { weighing.shareAlike(items: pass.items, of: pass.batchItems) }
        let losses = decoder.losses(
            of: chain.sample, labels: targets.labels, images: images, weights: areAlike ? weighing.shares : ones,
            drawing)
        let loss = weigh(losses, drawing, pass)
        if !areAlike { decoder.weigh(by: weighing.shares, kernel(pass), pass) }
        pass.profile?.lap(.loss)
        return loss
    }

    private func setNoise(_ source: NoiseSource, _ drawing: Pass) {
        for item in 0..<drawing.items / draws.count {
            let noise = source.derived(UInt64(drawing.firstItem / draws.count + item))
            for draw in 0..<draws.count {
                chain.setNoise(ofColumn: item * draws.count + draw, draw: draw, noise)
            }
        }
    }

    /// Lets each draw count for what it is, given −log p(x | z_1) of each; the loss of the batch.
    private func weigh(_ losses: Tensor, _ drawing: Pass, _ pass: Pass) -> BatchLoss {
        var loss = BatchLoss(terms)
        for column in 0..<drawing.items {
            chain.addTerms(ofColumn: column, recon: Double(losses[column]), to: &loss)
            weighing.logWeights[column] = warmBeta * chain.logRatio(ofColumn: column) - Double(losses[column])
        }
        loss.terms /= Double(draws.count)
        loss.items = pass.items
        loss.loss =
            weighing.weigh(items: pass.items, of: pass.batchItems, beta: warmBeta) ?? loss.terms[0] + warmBeta
            * loss.terms[1]
        return loss
    }

    func differentiate(_ gradients: GradientUse, _ pass: Pass) {
        let drawing = pass.drawing(draws.count)
        let drawGradient = decoder.differentiate(gradients, drawing)
        let weights = scaledShares[0..<drawing.columns]
        weights.copy(from: weighing.shares)
        weights.scale(by: Float(warmBeta))
        let gradient = chain.differentiate(
            sampleGradient: Tensor(drawGradient),
            ChainWeighing(weights: Tensor(weights), pathFactors: draws.followsPaths ? weighing.factors : nil),
            gradients, drawing)
        let sum = headGradient[0..<rows * pass.columns]
        kernel(pass).sum(gradient, into: sum, team: pass.team)
        pass.profile?.lap(.posterior)
        encoder.backward(sum, gradients, pass)
    }
}
