import Glibc
import Threads

/// One thread's work at importance weights, in memory that is allocated once: pairs of item and draw, numbered item by item,
/// fill the columns of one pass of the decoder after another, however many draws an item has.
final class ImportanceEstimator {
    private let model: Autoencoder
    private let team = ThreadTeam(threads: 1)
    private let columns: Int
    private let kernel: ImportanceKernel
    private let reconstruction: ReconstructionKernel
    private let decoder: Workspace
    private let decoderInput: LabelledInput

    /// What the columns hold: each the image and the posterior of its item.
    private let images: MutableTensor
    private let mean: MutableTensor
    private let deviation: MutableTensor
    private var states: [UInt64]
    private var labels: [Int]
    /// The item that all columns hold, where it is one.
    private var loaded: Int?

    private let sample: MutableTensor
    private let ratios: MutableTensor
    private let losses: MutableTensor
    /// Of the items last estimated, in nats.
    private(set) var logLikelihoods: [Double] = []

    /// - Parameter columns: of a pass.
    init(_ model: Autoencoder, columns: Int) {
        (self.model, self.columns) = (model, columns)
        let (values, latent) = (model.description.image.count, model.description.latent)
        kernel = ImportanceKernel(latent: latent, columns: columns)
        reconstruction = ReconstructionKernel(
            likelihood: model.description.likelihood, values: values, capacity: columns)
        decoder = Workspace(model.decoder, columns: columns, training: false)
        decoderInput = LabelledInput(
            MapShape(channels: latent), classes: model.description.classes, capacity: columns)
        images = MutableTensor(zeros: values * columns)
        mean = MutableTensor(zeros: latent * columns)
        deviation = MutableTensor(zeros: latent * columns)
        sample = MutableTensor(zeros: latent * columns)
        ratios = MutableTensor(zeros: columns)
        losses = MutableTensor(zeros: columns)
        states = [UInt64](repeating: 0, count: columns)
        labels = [Int](repeating: 0, count: columns)
    }

    /// Estimates some items of a batch.
    func estimate(_ items: Range<Int>, of batch: ImportanceBatch) {
        var means = [LogMeanExp](repeating: LogMeanExp(), count: items.count)
        let pairs = items.lowerBound * batch.draws..<items.upperBound * batch.draws
        loaded = nil
        for first in stride(from: pairs.lowerBound, to: pairs.upperBound, by: columns) {
            let block = first..<min(first + columns, pairs.upperBound)
            load(block, of: batch)
            weigh()
            for (column, pair) in block.enumerated() {
                means[pair / batch.draws - items.lowerBound].add(
                    batch.beta * Double(ratios[column]) - Double(losses[column]))
            }
        }
        let constant = model.description.likelihood.constant(values: model.description.image.count)
        logLikelihoods = zip(items, means).map {
            $1.value + batch.beta * batch.posterior.logVolume(of: $0) - constant
        }
    }

    /// Lets the columns hold what these pairs need; those beyond them keep what they held.
    private func load(_ pairs: Range<Int>, of batch: ImportanceBatch) {
        for item in pairs.lowerBound / batch.draws...(pairs.upperBound - 1) / batch.draws {
            let own = (item * batch.draws..<(item + 1) * batch.draws).clamped(to: pairs)
            let place = own.lowerBound - pairs.lowerBound..<own.upperBound - pairs.lowerBound
            for (column, pair) in zip(place, own) {
                labels[column] = batch.labels[item]
                states[column] = kernel.state(ofDraw: pair - item * batch.draws, batch.noises[item])
            }
            if loaded == item { continue }
            let posterior = batch.posterior
            for (source, target) in [
                (batch.images, images), (posterior.mean, mean), (posterior.deviation, deviation),
            ] {
                SpreadKernel.spread(
                    item: item, of: source, width: posterior.columns, into: place, of: target, width: columns)
            }
            loaded = place.count == columns ? item : nil
        }
    }

    /// Draws and decodes each column's latent.
    private func weigh() {
        kernel.draw(
            states: states, mean: Tensor(mean), deviation: Tensor(deviation), sample: sample, ratios: ratios, team: team
        )
        let pass = Pass(items: columns, isTraining: false, store: model.store, team: team)
        // Weights are for gradients alone: any will do.
        reconstruction.evaluate(
            logits: Tensor(decoder.forward(decoderInput.join(Tensor(sample), labels: labels, pass), pass)),
            images: Tensor(images), weights: Tensor(losses),
            losses: losses, gradient: nil, team: team)
    }
}
