import Glibc
import Threads

/// One thread's work at importance weights, in memory that is allocated once: pairs of item and draw, numbered item by item,
/// fill the columns of one pass of the decoder after another, however many draws an item has.
final class ImportanceEstimator {
    private let model: Autoencoder
    private let team = ThreadTeam(threads: 1)
    private let columns: Int
    private let drawing: any ImportanceDraws
    private let reconstruction: ReconstructionKernel
    private let decoder: Workspace
    private let decoderInput: LabelledInput

    /// What the columns hold: each the image of its item, and its class.
    private let images: MutableTensor
    private var labels: [Int]
    /// The item that all columns hold, where it is one.
    private var loaded: Int?

    private let losses: MutableTensor
    /// Of the items last estimated, in nats.
    private(set) var logLikelihoods: [Double] = []

    /// - Parameter columns: of a pass.
    init(_ model: Autoencoder, columns: Int) {
        (self.model, self.columns) = (model, columns)
        let (values, latent) = (model.description.image.count, model.description.latent)
        drawing = model.importanceDraws(columns: columns)
        reconstruction = model.reconstruction(capacity: columns)
        decoder = Workspace(model.decoder, columns: columns, training: false)
        decoderInput = LabelledInput(
            MapShape(channels: latent), classes: model.description.classes, capacity: columns)
        images = MutableTensor(zeros: values * columns)
        losses = MutableTensor(zeros: columns)
        labels = [Int](repeating: 0, count: columns)
    }

    /// Estimates some items of a batch.
    func estimate(_ items: Range<Int>, of batch: ImportanceBatch) {
        var bounds = [ImportanceBound](
            repeating: ImportanceBound(batch.weighing, draws: batch.draws), count: items.count)
        let pairs = items.lowerBound * batch.draws..<items.upperBound * batch.draws
        loaded = nil
        drawing.prepare(pass)
        for first in stride(from: pairs.lowerBound, to: pairs.upperBound, by: columns) {
            let block = first..<min(first + columns, pairs.upperBound)
            load(block, of: batch)
            weigh()
            for (column, pair) in block.enumerated() {
                bounds[pair / batch.draws - items.lowerBound].add(
                    batch.beta * drawing.logRatio(ofColumn: column) - Double(losses[column]))
            }
        }
        let constant = model.likelihoodConstant
        logLikelihoods = zip(items, bounds).map {
            $1.value + batch.beta * batch.latents.logRatio(ofItem: $0) - constant
        }
    }

    /// Lets the columns hold what these pairs need; those beyond them keep what they held.
    private func load(_ pairs: Range<Int>, of batch: ImportanceBatch) {
        for item in pairs.lowerBound / batch.draws...(pairs.upperBound - 1) / batch.draws {
            let own = (item * batch.draws..<(item + 1) * batch.draws).clamped(to: pairs)
            let place = own.lowerBound - pairs.lowerBound..<own.upperBound - pairs.lowerBound
            for (column, pair) in zip(place, own) {
                labels[column] = batch.labels[item]
                drawing.setNoise(ofColumn: column, draw: pair - item * batch.draws, batch.noises[item])
            }
            if loaded == item { continue }
            for (source, target) in zip([batch.images] + batch.latents.moments, [images] + drawing.moments) {
                SpreadKernel.spread(
                    item: item, of: source, width: batch.latents.columns, into: place, of: target, width: columns)
            }
            loaded = place.count == columns ? item : nil
        }
    }

    private var pass: Pass { Pass(items: columns, isTraining: false, store: model.store, team: team) }

    /// Draws and decodes each column's latent.
    private func weigh() {
        let pass = pass
        drawing.draw(pass)
        // Weights are for gradients alone: any will do.
        reconstruction.evaluate(
            logits: Tensor(decoder.forward(decoderInput.join(drawing.sample, labels: labels, pass), pass)),
            images: Tensor(images), weights: Tensor(losses),
            losses: losses, gradient: nil, spread: model.spread(in: model.store), team: team)
    }
}
