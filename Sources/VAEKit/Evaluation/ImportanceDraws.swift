import TensorStreams
import Threads

/// Draws for importance weights, a pair of item and draw in each column of a pass, in memory that is allocated once.
protocol ImportanceDraws: AnyObject {
    /// What a column's draw is made from, rows × columns each, as `BatchLatents.moments` has it of a batch's items.
    var moments: [MutableTensor] { get }
    /// z of the level that images are decoded from, latent × columns.
    var sample: Tensor { get }
    /// Lets the noise of a column be that of a source's draw.
    func setNoise(ofColumn column: Int, draw: Int, _ source: NoiseSource)
    /// Takes what all draws need out of the model as it is.
    func prepare(_ pass: Pass)
    /// Draws in every column.
    func draw(_ pass: Pass)
    /// log p(z) − log q(z | x) of a column's draw in nats, but for what is the same for all draws of its item.
    func logRatio(ofColumn column: Int) -> Double
}

/// Draws from a normal posterior whose prior is the standard normal distribution.
final class PlainImportanceDraws: ImportanceDraws {
    private let latent: Int
    private let kernel: ImportanceKernel
    private let mean: MutableTensor
    private let deviation: MutableTensor
    private let samples: MutableTensor
    private let ratios: MutableTensor
    private var states: [UInt64]

    init(latent: Int, columns: Int) {
        self.latent = latent
        kernel = ImportanceKernel(latent: latent, columns: columns)
        mean = MutableTensor(zeros: latent * columns)
        deviation = MutableTensor(zeros: latent * columns)
        samples = MutableTensor(zeros: latent * columns)
        ratios = MutableTensor(zeros: columns)
        states = [UInt64](repeating: 0, count: columns)
    }

    var moments: [MutableTensor] { [mean, deviation] }
    var sample: Tensor { Tensor(samples) }

    func setNoise(ofColumn column: Int, draw: Int, _ source: NoiseSource) {
        states[column] = source.state(ofDraw: draw, latent: latent)
    }

    func prepare(_ pass: Pass) {}

    func draw(_ pass: Pass) {
        kernel.draw(
            states: states, mean: Tensor(mean), deviation: Tensor(deviation), sample: samples, ratios: ratios,
            team: pass.team)
    }

    func logRatio(ofColumn column: Int) -> Double { Double(ratios[column]) }
}

/// Draws of the latents of all levels.
final class ChainImportanceDraws: ImportanceDraws {
    private let chain: LatentChain
    private let heads: MutableTensor

    init(_ model: Autoencoder, columns: Int) {
        chain = LatentChain(model, capacity: columns)
        heads = MutableTensor(zeros: model.encoder.outputShape.count * columns)
    }

    var moments: [MutableTensor] { [heads] }
    var sample: Tensor { chain.sample }

    func setNoise(ofColumn column: Int, draw: Int, _ source: NoiseSource) {
        chain.setNoise(ofColumn: column, draw: draw, source)
    }

    func prepare(_ pass: Pass) { chain.prepare(pass) }

    func draw(_ pass: Pass) { chain.draw(from: Tensor(heads), pass) }

    func logRatio(ofColumn column: Int) -> Double { chain.logRatio(ofColumn: column) }
}

extension Autoencoder {
    /// - Parameter columns: of a pass.
    func importanceDraws(columns: Int) -> any ImportanceDraws {
        description.weighsDensities
            ? ChainImportanceDraws(self, columns: columns)
            : PlainImportanceDraws(latent: description.latent, columns: columns)
    }
}
