import TensorStreams

/// What an evaluator knows of the latents of a batch of images: their posteriors, and one draw of each.
protocol BatchLatents: AnyObject {
    var batch: ImageBatch { get }
    /// Takes the loaded batch to its posteriors.
    func encode(_ pass: Pass)
    /// Draws of each; the noise is a function of `source` and the items' numbers alone.
    func draw(_ source: NoiseSource, firstItem: Int, _ pass: Pass)

    /// The mean that an image is decoded from, and z, both latent × columns.
    var mean: Tensor { get }
    var sample: Tensor { get }
    /// What draws are made from, rows × columns each; and how many columns there are.
    var moments: [Tensor] { get }
    var columns: Int { get }
    /// What is the same in log p(z) − log q(z | x) for all draws of an item.
    func logRatio(ofItem item: Int) -> Double
    /// The divergence of an item from the prior in nats.
    func divergence(ofItem item: Int) -> Double

    /// The sums of the loss and its terms over the items, given that of the reconstruction.
    ///
    /// - Parameter source: of the noise that the objective draws by.
    func loss(recon: Double, _ source: NoiseSource, _ pass: Pass) -> BatchLoss
    /// The posteriors and the draws of a level, counted from 0, item by item.
    func encoding(ofLevel level: Int, _ pass: Pass) -> Evaluator.Encoding
    /// z of a level, given that of one above it, latent × columns.
    ///
    /// - Parameter noise: what each item's draws are drawn by at the levels between; empty for their means.
    func descend(_ z: Tensor, from level: Int, to target: Int, noise: [NoiseSource], _ pass: Pass) -> Tensor
}

extension Evaluator.Encoding {
    /// Out of what lies latent × columns.
    init(mean: Tensor, logVariance: Tensor, sample: Tensor, divergences: [Double]? = nil, _ pass: Pass) {
        self.init(
            mean: pass.byItem(mean.array), logVariance: pass.byItem(logVariance.array),
            sample: pass.byItem(sample.array), divergences: divergences)
    }
}

/// The latents of a model of one level.
final class PlainLatents: BatchLatents {
    private let model: Autoencoder
    private let encoder: BatchEncoder

    init(_ model: Autoencoder, capacity: Int) {
        self.model = model
        encoder = BatchEncoder(model, capacity: capacity)
    }

    private var posterior: Posterior { encoder.posterior }
    var batch: ImageBatch { encoder.batch }
    var mean: Tensor { posterior.mean }
    var sample: Tensor { posterior.sample }
    var moments: [Tensor] { [posterior.mean, posterior.deviation] }
    var columns: Int { posterior.columns }

    func encode(_ pass: Pass) { encoder.encode(pass) }

    func draw(_ source: NoiseSource, firstItem: Int, _ pass: Pass) {
        posterior.draw(source, items: pass.items, firstItem: firstItem)
    }

    func logRatio(ofItem item: Int) -> Double { posterior.logVolume(of: item) }
    func divergence(ofItem item: Int) -> Double { Double(posterior.divergences[item]) }

    func loss(recon: Double, _ source: NoiseSource, _ pass: Pass) -> BatchLoss {
        encoder.probe(source.derived(2), pass)
        encoder.judge(source.derived(3), pass)
        let latents = encoder.regularise(beta: model.description.beta, .end, source, pass)
        return BatchLoss(model.terms, items: pass.items, recon: recon, latents)
    }

    func encoding(ofLevel level: Int, _ pass: Pass) -> Evaluator.Encoding {
        Evaluator.Encoding(
            mean: posterior.mean, logVariance: Tensor(posterior.logVariances()), sample: posterior.sample, pass)
    }

    func descend(_ z: Tensor, from level: Int, to target: Int, noise: [NoiseSource], _ pass: Pass) -> Tensor { z }
}

/// The latents of all levels of a model.
///
/// The moments of a level are those given the means of the levels that it depends on; draws go the whole way as draws.
final class ChainLatents: BatchLatents {
    private let model: Autoencoder
    private let encoder: ImageEncoder
    /// By means, and by draws.
    private let settled: LatentChain
    private let drawn: LatentChain
    private var heads = Tensor(zeros: 0)
    private(set) var columns = 0

    init(_ model: Autoencoder, capacity: Int) {
        self.model = model
        encoder = ImageEncoder(model, capacity: capacity, corruption: nil, sharing: nil)
        settled = LatentChain(model, capacity: capacity)
        drawn = LatentChain(model, capacity: capacity)
    }

    var batch: ImageBatch { encoder.batch }
    var mean: Tensor { settled.sample }
    var sample: Tensor { drawn.sample }
    var moments: [Tensor] { [heads] }

    func encode(_ pass: Pass) {
        drawn.prepare(pass)
        (heads, columns) = (Tensor(encoder.forward(nil, pass)), pass.columns)
        settled.settle(on: heads, pass)
    }

    func draw(_ source: NoiseSource, firstItem: Int, _ pass: Pass) {
        for item in 0..<pass.items {
            drawn.setNoise(ofColumn: item, draw: 0, source.derived(UInt64(firstItem + item)))
        }
        drawn.draw(from: heads, pass)
    }

    func logRatio(ofItem item: Int) -> Double { 0 }
    func divergence(ofItem item: Int) -> Double { -drawn.logRatio(ofColumn: item) }

    func loss(recon: Double, _ source: NoiseSource, _ pass: Pass) -> BatchLoss {
        var loss = BatchLoss(model.terms)
        for item in 0..<pass.items { drawn.addTerms(ofColumn: item, recon: 0, to: &loss) }
        loss.items = pass.items
        loss.terms[0] = recon
        loss.loss = recon + model.description.beta * loss.terms[1]
        return loss
    }

    func encoding(ofLevel level: Int, _ pass: Pass) -> Evaluator.Encoding {
        let moments = settled.levels[level]
        let divergences = drawn.coordinateDivergences(ofLevel: level, pass) ?? []
        return Evaluator.Encoding(
            mean: moments.sample, logVariance: moments.logVariance, sample: drawn.levels[level].sample,
            divergences: pass.byItem(divergences).map { Double($0) }, pass)
    }

    func descend(_ z: Tensor, from level: Int, to target: Int, noise: [NoiseSource], _ pass: Pass) -> Tensor {
        settled.descend(z, from: level, to: target, noise: noise, pass)
    }
}

extension Autoencoder {
    /// - Parameter capacity: columns of the widest batch.
    func batchLatents(capacity: Int) -> any BatchLatents {
        description.weighsDensities
            ? ChainLatents(self, capacity: capacity) : PlainLatents(self, capacity: capacity)
    }
}
