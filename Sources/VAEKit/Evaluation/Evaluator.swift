import Glibc
import TensorStreams
import Threads

/// Runs a trained model on batches of images or latents, in memory that is allocated once.
public final class Evaluator {
    public let model: Autoencoder
    /// Items of a batch at most.
    public let batchSize: Int
    let team: ThreadTeam
    private let redraws: Bool
    let latents: any BatchLatents
    private let reconstruction: ReconstructionKernel
    private let squares: ReconstructionKernel
    private let losses: MutableTensor
    private let decoder: LatentDecoder
    private let probe: DecoderProbe?
    /// What the loss is by importance weights, where it is a bound that they give.
    private let bound: (estimators: ImportanceEstimators, weighing: ImportanceWeighing)?
    /// Of the objective.
    private let draws: Draws

    /// The loss of one image; recon and kl in nats.
    public struct ItemLoss: BitwiseCopyable, Sendable {
        public var recon: Float
        public var kl: Float
        /// recon + beta · kl, or the bound of an objective that weighs several draws.
        public var loss: Float
        /// Mean squared error of a pixel in [0, 1], or of a value in the units of the data, decoded from the posterior mean.
        public var mse: Float
        /// −recon − kl, whatever beta is, with the constants of a normalised likelihood: where the posterior has a density, a
        /// lower bound of the log-likelihood in the mean over draws (Kingma & Welling 2013, equation 3).
        public var elbo: Double
    }

    /// What a batch of images loses under the model.
    public struct Losses: Sendable {
        public var items: [ItemLoss]
        /// Of the batch as the model's objective counts it.
        public var total: BatchLoss
        /// The posteriors of each level, and the draws that the losses are of.
        public var encodings: [Encoding]
    }

    /// The posterior of some items, item by item.
    public struct Encoding: Sendable {
        /// items × latent.
        public var mean: [Float]
        /// items × latent; log of the squared standard deviation.
        public var logVariance: [Float]
        /// items × latent: one draw from the posterior.
        public var sample: [Float]
        /// items × latent: what each coordinate has in the divergence from the prior, in nats; empty where none has a share
        /// of its own.
        public var divergences: [Double]

        /// - Parameter divergences: where nil, those from the standard normal distribution.
        package init(mean: [Float], logVariance: [Float], sample: [Float], divergences: [Double]? = nil) {
            (self.mean, self.logVariance, self.sample) = (mean, logVariance, sample)
            self.divergences = divergences ?? zip(mean, logVariance).map { Self.divergence(Double($0), Double($1)) }
        }

        private static func divergence(_ mean: Double, _ logVariance: Double) -> Double {
            0.5 * (mean * mean + exp(logVariance) - logVariance - 1)
        }
    }

    /// - Parameter redraws: whether each pixel is drawn, its grey value being the probability of 1.
    public init(_ model: Autoencoder, team: ThreadTeam, redraws: Bool = false) {
        (self.model, self.team, self.redraws) = (model, team, redraws)
        batchSize = Self.batchSize(for: model)
        latents = model.batchLatents(capacity: batchSize)
        reconstruction = model.reconstruction(capacity: batchSize)
        squares = model.squares(capacity: batchSize)
        losses = MutableTensor(zeros: batchSize)
        decoder = LatentDecoder(model, latents, capacity: batchSize)
        probe = DecoderProbe(model, capacity: batchSize)
        draws = model.description.objective.regulariser.draws
        bound =
            switch draws.weighing {
            case .alike: nil
            case .byImportance(let weighing):
                (ImportanceEstimators(model, columns: batchSize, team: team), weighing)
            }
    }

    private var batch: ImageBatch { latents.batch }

    public static func batchSize(for model: Autoencoder) -> Int { model.evaluationBatch(model.plans) }

    /// Takes in at most `batchSize` images, with the labels that a conditional model is told, and their posteriors.
    ///
    /// - Parameters:
    ///   - firstItem: number of the first image in its stream: with the seed it decides what is drawn of its pixels.
    @discardableResult
    func forward(_ images: LabelledImages, firstItem: Int, seed: UInt64) -> Pass {
        batch.load(images, draws: redraws ? pixelDraws(seed, firstItem) : nil, team: team)
        let pass = pass(items: images.count)
        latents.encode(pass)
        return pass
    }

    private func pass(items: Int) -> Pass { Pass(items: items, isTraining: false, store: model.store, team: team) }

    /// The posteriors of at most `batchSize` images at a level.
    ///
    /// - Parameters:
    ///   - level: counted from 0, the one that images are decoded from; nil for the topmost.
    ///   - firstItem: number of the first image in its stream: with the seed it decides the noise.
    public func encode(
        _ images: LabelledImages, ofLevel level: Int? = nil, firstItem: Int, seed: UInt64
    ) -> Encoding {
        let pass = forward(images, firstItem: firstItem, seed: seed)
        latents.draw(noise(seed), firstItem: firstItem, pass)
        return latents.encoding(ofLevel: level ?? model.description.upper.count, pass)
    }

    /// The posteriors of each level, from the one that images are decoded from.
    public func encodings(of images: LabelledImages, firstItem: Int, seed: UInt64) -> [Encoding] {
        let pass = forward(images, firstItem: firstItem, seed: seed)
        latents.draw(noise(seed), firstItem: firstItem, pass)
        return encodings(pass)
    }

    private func encodings(_ pass: Pass) -> [Encoding] {
        model.description.latents.indices.map { latents.encoding(ofLevel: $0, pass) }
    }

    /// What the latent coordinates of each level are used for over any number of images.
    public func coordinates(of images: LabelledImages) -> [CoordinateStatistics] {
        var statistics = CoordinateStatistics.ofLevels(model.description)
        for (first, batch) in images.batches(of: batchSize) {
            for (level, encoding) in encodings(of: batch, firstItem: first, seed: 0).enumerated() {
                statistics[level].add(encoding)
            }
        }
        return statistics
    }

    /// The losses of at most `batchSize` images, with one sample of z each; but the loss of an objective that weighs several
    /// draws is from as many.
    public func losses(_ images: LabelledImages, firstItem: Int, seed: UInt64) -> Losses {
        let pass = forward(images, firstItem: firstItem, seed: seed)
        latents.draw(noise(seed), firstItem: firstItem, pass)
        let recon = loss(reconstruction, of: latents.sample, pass)
        let sum = recon[..<pass.items].reduce(0) { $0 + Double($1) }
        var total = latents.loss(recon: sum, noise(seed).derived(UInt64(firstItem)), pass)
        let bounds = bounds(of: images.count, firstItem: firstItem, seed: seed)
        if let bounds { total.loss = bounds.reduce(0, +) }
        charge(&total, noise(seed).derived(UInt64(firstItem)).derived(4), pass)
        return Losses(items: itemLosses(recon, bounds, pass), total: total, encodings: encodings(pass))
    }

    /// Adds what the objective asks of the decoder, for the latents that were drawn.
    private func charge(_ total: inout BatchLoss, _ source: NoiseSource, _ pass: Pass) {
        guard let penalty = model.description.objective.regulariser.decoderPenalty else { return }
        let slope = probe.map { probe in
            let logits = Tensor(decoder.logits(of: latents.sample, labels: batch.labels, pass))
            return probe.evaluate(logits: logits, sample: latents.sample, labels: batch.labels, source, pass)
        }
        total.add(penalty, weights: model.decoderNorm, slope: slope ?? 0)
    }

    private var constant: Double { model.likelihoodConstant }

    /// The loss of each item, where it is the bound of several draws: without the constant, as recon is.
    private func bounds(of items: Int, firstItem: Int, seed: UInt64) -> [Double]? {
        guard let (estimators, weighing) = bound else { return nil }
        return estimators.logLikelihoods(
            ImportanceBatch(
                latents, draws: draws.count, weighing: weighing, beta: model.description.beta, items: items,
                firstItem: firstItem, seed: seed)
        ).map { -($0 + constant) }
    }

    private func itemLosses(_ recon: [Float], _ bounds: [Double]?, _ pass: Pass) -> [ItemLoss] {
        let square = loss(squares, of: latents.mean, pass)
        return (0..<pass.items).map { item in
            let kl = Float(latents.divergence(ofItem: item))
            return ItemLoss(
                recon: recon[item], kl: kl,
                loss: bounds.map { Float($0[item]) } ?? recon[item] + Float(model.description.beta) * kl,
                mse: square[item] / Float(model.description.image.count),
                elbo: -Double(recon[item]) - Double(kl) - constant)
        }
    }

    /// What measures the loss over many images in memory, each with one sample of z.
    public func loss(of data: DealtImages, seed: UInt64) -> () -> BatchLoss {
        let data = data.dealt(inRunsOf: batchSize)
        return { [self] in data.loss(model.terms) { losses($1, firstItem: $0, seed: seed).total } }
    }

    private func loss(_ kernel: ReconstructionKernel, of latents: Tensor, _ pass: Pass) -> [Float] {
        let result = losses[0..<pass.columns]
        kernel.evaluate(
            logits: Tensor(decoder.logits(of: latents, labels: batch.labels, pass)), images: batch.images,
            weights: batch.weights, losses: result, gradient: nil, spread: model.spread(in: pass.store), team: team)
        return result.array
    }

    /// The images that at most `batchSize` latents (items × latent) decode to, items × values: pixel means in [0, 1], or means of
    /// values in the units of the data.
    ///
    /// - Parameters:
    ///   - level: of the latents, counted from 0; nil for the topmost.
    ///   - draws: how the levels below it are drawn; nil for their means, each given the level above.
    ///   - labels: the class of each, which a conditional model is told.
    public func decode(
        _ z: [Float], ofLevel level: Int? = nil, draws: Descent? = nil, labels: [Int] = []
    ) -> [Float] {
        let (level, latents) = (level ?? model.description.upper.count, model.description.latents)
        return decoder.images(
            of: z, level: level, draws, labels: labels, pass(items: z.count / latents[level]))
    }

    /// The latents of a level (items × latent), given at most `batchSize` of one above it.
    ///
    /// - Parameters:
    ///   - level, target: counted from 0.
    ///   - draws: how the levels below are drawn; nil for their means, each given the level above.
    public func descend(_ z: [Float], from level: Int, to target: Int, draws: Descent? = nil) -> [Float] {
        let pass = pass(items: z.count / model.description.latents[level])
        return pass.byItem(decoder.descend(z, from: level, to: target, draws, pass).array)
    }

    private func pixelDraws(_ seed: UInt64, _ firstItem: Int) -> PixelDraws {
        PixelDraws(
            NoiseSource(seed: seed).derived(RandomStream.validationRedraw.rawValue), firstItem: firstItem)
    }

    private func noise(_ seed: UInt64) -> NoiseSource {
        NoiseSource(seed: seed).derived(RandomStream.validation.rawValue)
    }
}
