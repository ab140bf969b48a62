import TensorStreams
import Threads

/// Runs a trained autoencoder of codes on batches of images or codes, in memory that is allocated once.
public final class CodeEvaluator {
    public let model: CodeAutoencoder
    /// Items of a batch at most.
    public let batchSize: Int
    private let team: ThreadTeam
    private let redraws: Bool
    private let encoder: ImageEncoder
    private let decoder: Workspace
    private let quantiser: any Quantiser
    private let reconstruction, squares: ReconstructionKernel
    private let losses: MutableTensor
    private let pixels: PixelMeans

    /// The loss of one image; recon in nats.
    public struct ItemLoss: BitwiseCopyable, Sendable {
        public var recon: Float
        /// The squared distance of the encoder's values to their codes.
        public var commit: Float
        public var loss: Float
        /// Mean squared error of a pixel in [0, 1].
        public var mse: Float
    }

    /// What a batch of images loses under the model.
    public struct Losses: Sendable {
        public var items: [ItemLoss]
        public var total: BatchLoss
    }

    /// - Parameter redraws: whether each pixel is drawn, its grey value being the probability of 1.
    public init(_ model: CodeAutoencoder, team: ThreadTeam, redraws: Bool = false) {
        (self.model, self.team, self.redraws) = (model, team, redraws)
        batchSize = Self.batchSize(for: model)
        encoder = ImageEncoder(model, capacity: batchSize, corruption: nil, sharing: nil)
        decoder = Workspace(model.decoder, columns: batchSize, training: false)
        quantiser = model.quantiser.quantiser(places: model.placeCount, capacity: batchSize, training: false)
        reconstruction = model.reconstruction(capacity: batchSize)
        squares = model.squares(capacity: batchSize)
        losses = MutableTensor(zeros: batchSize)
        pixels = PixelMeans(of: model, capacity: batchSize)
    }

    public static func batchSize(for model: CodeAutoencoder) -> Int { model.evaluationBatch(model.plans) }

    private func pass(items: Int) -> Pass { Pass(items: items, isTraining: false, store: model.store, team: team) }

    /// Takes in at most `batchSize` images, and their codes.
    private func forward(_ images: LabelledImages, firstItem: Int, seed: UInt64) -> Pass {
        let source = NoiseSource(seed: seed)
        let draws =
            redraws
            ? PixelDraws(source.derived(RandomStream.validationRedraw.rawValue), firstItem: firstItem) : nil
        encoder.batch.load(images, draws: draws, team: team)
        let pass = pass(items: images.count)
        quantiser.quantise(Tensor(encoder.forward(nil, pass)), noise: source, pass)
        return pass
    }

    /// The codes of at most `batchSize` images, item by item: those of each codebook at one place, then those at the next.
    ///
    /// - Returns: nil in place of an item whose values are not finite, and near no code.
    public func codes(of images: LabelledImages, firstItem: Int, seed: UInt64) -> [[Int]?] {
        let pass = forward(images, firstItem: firstItem, seed: seed)
        let (indices, books) = (quantiser.indices, model.description.quantiser.bookCount)
        let commits = quantiser.commitments(pass)
        return (0..<pass.items).map { item in
            guard commits[item].isFinite else { return nil }
            return (0..<model.codesPerImage).map { Int(indices[$0 % books][$0 / books * pass.columns + item]) }
        }
    }

    /// The losses of at most `batchSize` images.
    public func losses(_ images: LabelledImages, firstItem: Int, seed: UInt64) -> Losses {
        let pass = forward(images, firstItem: firstItem, seed: seed)
        let logits = Tensor(decoder.forward(quantiser.quantised, pass))
        let (recon, square) = (loss(reconstruction, logits, pass), loss(squares, logits, pass))
        let (commits, description) = (quantiser.commitments(pass), model.description.quantiser)
        let items = (0..<pass.items).map { item in
            ItemLoss(
                recon: recon[item], commit: Float(commits[item]),
                loss: recon[item] + Float(description.commitment * commits[item]),
                mse: square[item] / Float(model.image.count))
        }
        let sum = recon[..<pass.items].reduce(0) { $0 + Double($1) }
        return Losses(
            items: items, total: BatchLoss(model.terms, recon: sum, quantiser, of: description, pass))
    }

    /// What measures the loss over many images in memory.
    public func loss(of data: DealtImages, seed: UInt64) -> () -> BatchLoss {
        let data = data.dealt(inRunsOf: batchSize)
        return { [self] in data.loss(model.terms) { losses($1, firstItem: $0, seed: seed).total } }
    }

    private func loss(_ kernel: ReconstructionKernel, _ logits: Tensor, _ pass: Pass) -> [Float] {
        let result = losses[0..<pass.columns]
        kernel.evaluate(
            logits: logits, images: encoder.batch.images, weights: encoder.batch.weights, losses: result,
            gradient: nil, team: team)
        return result.array
    }

    /// The images that the codes of at most `batchSize` decode to, in the order of `codes(of:)`: pixel means in [0, 1], items
    /// × values.
    public func decode(_ codes: [Int]) -> [Float] {
        let (perImage, books) = (model.codesPerImage, model.description.quantiser.bookCount)
        let pass = pass(items: codes.count / perImage)
        let indices = (0..<books).map { _ in MutableTensor(zeros: model.placeCount * pass.columns) }
        for (number, code) in codes.enumerated() {
            let (item, place) = (number / perImage, number % perImage)
            indices[place % books][place / books * pass.columns + item] = Float(code)
        }
        let vectors = quantiser.lookUp(indices.map { Tensor($0) }, pass)
        return pixels.rows(of: Tensor(decoder.forward(vectors, pass)), pass)
    }
}
