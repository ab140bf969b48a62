import TensorStreams
import Threads

/// What the loss asks of the latents beside reconstruction: named terms of the posterior, and their gradients.
///
/// A new one is one file and one entry in `ObjectiveLanguage.kinds`. Its words are spelt after its name, `mmd kernel rbf`.
protocol Regulariser: Sendable, CustomStringConvertible {
    /// What the objective language calls it.
    static var name: String { get }
    /// Takes the words that follow the name. Throws `NetworkError` where they are not what it wants.
    init(_ words: inout ObjectiveWords) throws(NetworkError)

    /// What log and eval call its terms.
    var terms: [String] { get }
    /// Whether it is of use to a plain autoencoder, which has no divergence.
    var suitsPlain: Bool { get }
    /// Whether it is of use to an autoencoder that draws latents from posteriors.
    var suitsVariational: Bool { get }
    /// Whether a model of several levels of latents can have it: the loss comes of the densities of draws alone.
    var suitsLevels: Bool { get }
    /// Whether its terms are more than sums over the items, each of which it looks at alone.
    var comparesItems: Bool { get }
    /// Whether it must know how many images there are.
    var countsImages: Bool { get }
    /// Whether it changes in the course of epochs.
    var countsEpochs: Bool { get }
    /// What it draws of the posterior.
    var draws: Draws { get }
    /// How far values of images move, up or down, for a second pass of the encoder; nil for no such pass.
    var probeStep: Double? { get }
    /// The network that its loss is the verdict of; nil for no such network.
    var discriminator: DiscriminatorDescription? { get }
    /// What it asks of the decoder; nil for nothing.
    var decoderPenalty: DecoderPenalty? { get }
    /// Whether it means nothing where a latent has one coordinate.
    var needsSeveralCoordinates: Bool { get }
    /// Numbers of work space.
    func workCount(latent: Int, columns: Int) -> Int

    /// The terms of a batch and their part in the loss; keeps in the batch's work space, and in its gradients where they are
    /// wanted, what `Posterior` takes back to the heads.
    func evaluate(_ batch: LatentBatch) -> RegulariserLoss
}

extension Regulariser {
    var suitsPlain: Bool { false }
    var suitsVariational: Bool { true }
    var suitsLevels: Bool { false }
    var comparesItems: Bool { false }
    var countsImages: Bool { false }
    var countsEpochs: Bool { false }
    var draws: Draws { .one }
    var probeStep: Double? { nil }
    var discriminator: DiscriminatorDescription? { nil }
    var decoderPenalty: DecoderPenalty? { nil }
    var needsSeveralCoordinates: Bool { false }
    func workCount(latent: Int, columns: Int) -> Int { 0 }
}

/// Sums over the items of a batch, in nats where they are divergences; a term of the batch as a whole counts for each item.
struct RegulariserLoss {
    /// By the regulariser's terms, four at most.
    var terms = SIMD4<Double>()
    /// Their part in the loss.
    var loss = 0.0
}

extension BatchLoss {
    /// Of an autoencoder: the sum of the items' reconstruction losses, and what a regulariser adds to it.
    init(_ names: [String], items: Int, recon: Double, _ latents: RegulariserLoss) {
        self.init(names)
        self.items = items
        terms[0] = recon
        for place in 1..<names.count { terms[place] = latents.terms[place - 1] }
        loss = recon + latents.loss
    }
}

/// The latents of a batch, and what a regulariser may use for them.
struct LatentBatch {
    let posterior: Posterior
    let items: Int
    /// Items that the mean loss is over.
    let total: Int
    /// Each item's share of the mean loss.
    let shares: Tensor
    /// The weight of the divergence in this step.
    let beta: Double
    let progress: RunProgress
    /// Images that the batch was drawn from.
    let setSize: Int
    /// For draws from the prior.
    let noise: NoiseSource
    let work: MutableTensor
    /// Where gradients of the mean loss go; nil where none are wanted.
    let gradients: LatentGradients?
    let team: ThreadTeam
    /// Where moved images went through the encoder too.
    var moved: MovedBatch?
    /// Where the samples have been before a discriminator.
    var verdicts: Verdicts?

    /// The front of the work space, latent × columns, and what is left of that.
    private func splitWork() -> (front: MutableTensor, rest: MutableTensor) {
        let size = posterior.latent * posterior.columns
        return (work[0..<size], work[size..<work.count])
    }

    /// The log variance of each coordinate, at the front of the work space; and what is left of that.
    func logVariances() -> (values: Tensor, rest: MutableTensor) {
        let (values, rest) = splitWork()
        posterior.fillLogVariances(values)
        return (Tensor(values), rest)
    }

    /// beta · kl + weight · a distance of the samples from as many draws from the prior, latent × columns each, at the front
    /// of the work space; the distance has what is left of that, and puts its gradient where one is wanted.
    func lossFromPrior(
        weight: Double,
        _ distance: (_ sample: Tensor, _ prior: Tensor, _ gradient: MutableTensor?, _ work: MutableTensor) -> Double
    ) -> RegulariserLoss {
        gradients?.begin(divergenceFactor: beta)
        let (draws, rest) = splitWork()
        noise.fill(draws, latent: posterior.latent, items: items, columns: posterior.columns, isShared: false)
        let gradient = gradients?.sample(columns: posterior.columns)
        let sum = Double(items) * distance(posterior.sample, Tensor(draws), gradient, rest)
        gradient?.scale(by: Float(weight))
        let divergence = divergence
        return RegulariserLoss(terms: SIMD4(divergence, sum, 0, 0), loss: beta * divergence + weight * sum)
    }

    /// The sum over the items of what each coordinate of their samples costs; puts weight · its slope in the gradient of the
    /// samples where one is wanted.
    func chargeSamples(weight: Double, _ cost: (Float) -> (cost: Double, slope: Float)) -> Double {
        let (columns, share) = (posterior.columns, Float(weight / Double(total)))
        let gradient = gradients?.sample(columns: columns)
        var sum = 0.0
        for row in 0..<posterior.latent {
            for column in 0..<columns {
                let at = row * columns + column
                let (cost, slope) = cost(column < items ? posterior.sample[at] : 0)
                sum += cost
                gradient?[at] = share * slope
            }
        }
        return sum
    }

    /// beta · kl + weight · what the samples are charged for the discriminator's verdicts.
    func lossFromVerdicts(weight: Double, _ price: (Double) -> (loss: Double, slope: Double)) -> RegulariserLoss {
        guard let verdicts else { preconditionFailure("the samples have been before the discriminator") }
        gradients?.begin(divergenceFactor: beta)
        let sum = verdicts.charge(items: items) { logOdds in
            let (loss, slope) = price(logOdds)
            return (loss, weight * slope)
        }
        let divergence = divergence
        return RegulariserLoss(
            terms: SIMD4(divergence, sum, verdicts.loss, 0), loss: beta * divergence + weight * sum)
    }

    /// The sum of the items' divergences, in nats.
    var divergence: Double {
        posterior.diverge()
        var sum = 0.0
        let divergences = posterior.divergences
        for item in 0..<items { sum += Double(divergences[item]) }
        return sum
    }
}

/// The images of a batch after a small step, up or down in each of their values.
struct MovedBatch {
    /// Theirs; nothing is drawn from it.
    let posterior: Posterior
    /// Where gradients for its means go; nil where none are wanted.
    let gradients: LatentGradients?
}

/// What a regulariser hands back: the gradients of its part in the loss.
final class LatentGradients {
    /// The factor on the gradient of each coordinate's divergence, whose form is known (latent).
    let divergenceFactors: MutableTensor
    /// Of sample, mean and log variance (latent × columns of the widest batch), where they are used.
    private let tensors: [MutableTensor]
    private let latent: Int
    private(set) var usesSample = false
    private(set) var usesMoments = false

    init(latent: Int, capacity: Int) {
        self.latent = latent
        divergenceFactors = MutableTensor(zeros: latent)
        tensors = (0..<3).map { _ in MutableTensor(zeros: latent * capacity) }
    }

    /// Begins a batch with the same factor on every coordinate's divergence, and nothing else.
    func begin(divergenceFactor: Double) {
        divergenceFactors.fill(Float(divergenceFactor))
        (usesSample, usesMoments) = (false, false)
    }

    /// Takes over those of some items of a wider batch.
    ///
    /// - Parameter columns: of the batch that the items are.
    func take(_ items: Range<Int>, of whole: LatentGradients, columns: Int, batchItems: Int) {
        divergenceFactors.copy(from: Tensor(whole.divergenceFactors))
        (usesSample, usesMoments) = (whole.usesSample, whole.usesMoments)
        let width = Tensor.columns(for: batchItems)
        for (own, others) in zip(tensors, whole.tensors) {
            for row in 0..<latent {
                for column in 0..<columns {
                    let isItem = column < items.count
                    own[row * columns + column] = isItem ? others[row * width + items.lowerBound + column] : 0
                }
            }
        }
    }

    /// For the gradient of the sample.
    func sample(columns: Int) -> MutableTensor {
        usesSample = true
        return tensors[0][0..<latent * columns]
    }

    /// For the gradients of mean and log variance.
    func moments(columns: Int) -> (mean: MutableTensor, logVariance: MutableTensor) {
        usesMoments = true
        return (tensors[1][0..<latent * columns], tensors[2][0..<latent * columns])
    }

    /// For the gradient of the mean, where that of log variance is 0.
    func meanAlone(columns: Int) -> MutableTensor {
        let moments = moments(columns: columns)
        moments.logVariance.fill(0)
        return moments.mean
    }
}
